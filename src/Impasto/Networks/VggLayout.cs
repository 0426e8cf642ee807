namespace Impasto.Networks;

/// <summary>How torchvision numbers the layers of a VGG network in features.N.</summary>
/// <param name="Name">vgg16 or vgg19.</param>
/// <param name="Layers">Number of each convolution, in order.</param>
internal sealed record VggLayout(string Name, IReadOnlyDictionary<int, LayerName> Layers)
{
    public static VggLayout Vgg19 { get; } = new("vgg19", Number([2, 2, 4, 4, 4]));

    public static VggLayout Vgg16 { get; } = new("vgg16", Number([2, 2, 3, 3, 3]));

    /// <summary>The layout of weights of that name, such as vgg16 or vgg16-caffe.</summary>
    public static VggLayout Find(string name) =>
        name.StartsWith(Vgg16.Name, StringComparison.Ordinal) ? Vgg16 : Vgg19;

    /// <summary>The layout whose numbers cover more of those found; VGG-19 where both do equally.</summary>
    public static VggLayout Of(IReadOnlyCollection<int> numbers) =>
        numbers.Count(Vgg16.Layers.ContainsKey) > numbers.Count(Vgg19.Layers.ContainsKey) ? Vgg16 : Vgg19;

    // A convolution and its ReLU take a number each, the pooling after a block one.
    private static Dictionary<int, LayerName> Number(int[] depths)
    {
        var layers = new Dictionary<int, LayerName>();
        int number = 0;
        for (int block = 0; block < depths.Length; block++)
        {
            for (int index = 0; index < depths[block]; index++, number += 2)
                layers[number] = VggLayers.Of(block + 1, index + 1);
            number++;
        }

        return layers;
    }
}
