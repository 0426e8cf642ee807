using Impasto.Networks.Files;

namespace Impasto.Tests.Networks.Weights;

/// <summary>
/// A float32 tensor of a state dict to be written; without values, zeros that take no room on the disk.
/// </summary>
internal sealed record StateTensor(string Key, long[] Shape, float[]? Values)
{
    public static readonly int[] Vgg19Depths = [2, 2, 4, 4, 4];

    public static readonly int[] Vgg16Depths = [2, 2, 3, 3, 3];

    public long Count => Shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>
    /// All convolutions of a VGG network under torchvision's keys, with few channels and values spread about 0.
    /// </summary>
    public static List<StateTensor> Vgg(int[] depths, int seed = 1, int width = 2)
    {
        var random = new Random(seed);
        return Vgg(depths, [.. Enumerable.Range(1, 5).Select(block => (long)width * block)], count =>
            TestNetworks.Values(random, (int)count, 1));
    }

    /// <summary>A small VGG network of two layers as a safetensors file with metadata.</summary>
    public static byte[] Safetensors()
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(
            stream,
            [.. Vgg([2], width: 4).Select(tensor => new NamedTensor(tensor.Key, tensor.Shape, tensor.Values!))],
            new Dictionary<string, string> { ["normalization"] = "caffe", ["padding"] = "zero" });
        return stream.ToArray();
    }

    /// <summary>VGG-19 as torchvision has it, classifier included: 143,667,240 zeros.</summary>
    public static List<StateTensor> FullVgg19() =>
    [
        .. Vgg(Vgg19Depths, [64, 128, 256, 512, 512], _ => null),
        new("classifier.0.weight", [4096, 25088], null),
        new("classifier.0.bias", [4096], null),
        new("classifier.3.weight", [4096, 4096], null),
        new("classifier.3.bias", [4096], null),
        new("classifier.6.weight", [1000, 4096], null),
        new("classifier.6.bias", [1000], null),
    ];

    private static List<StateTensor> Vgg(int[] depths, long[] channels, Func<long, float[]?> values)
    {
        List<StateTensor> tensors = [];
        long inputs = 3;
        int number = 0;
        for (int block = 0; block < depths.Length; block++, number++)
        {
            for (int index = 0; index < depths[block]; index++, number += 2)
            {
                long outputs = channels[block];
                tensors.Add(new($"features.{number}.weight", [outputs, inputs, 3, 3], values(outputs * inputs * 9)));
                tensors.Add(new($"features.{number}.bias", [outputs], values(outputs)));
                inputs = outputs;
            }
        }

        return tensors;
    }
}
