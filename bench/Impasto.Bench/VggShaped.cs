using Impasto.Networks;

namespace Impasto.Bench;

/// <summary>
/// VGG-19's shape with random weights that keep activations of one size: as much work as the real one.
/// </summary>
internal static class VggShaped
{
    private static readonly int[] Depths = [2, 2, 4, 4, 4];

    /// <summary>All sixteen convolutions, conv1_1 to conv5_4.</summary>
    public static IReadOnlyList<Convolution> Convolutions(int seed = 1)
    {
        var random = new Random(seed);
        List<Convolution> convolutions = [];
        int inputs = 3;
        for (int block = 1; block <= Depths.Length; block++)
        {
            int outputs = Math.Min(512, 64 << (block - 1));
            for (int index = 1; index <= Depths[block - 1]; index++, inputs = outputs)
            {
                // Evenly spread values have a deviation of a root of 12 less than their width.
                double width = Math.Sqrt(12 * 2.0 / (9 * inputs));
                float[] kernel = new float[9 * inputs * outputs];
                for (int i = 0; i < kernel.Length; i++)
                    kernel[i] = (float)((random.NextDouble() - 0.5) * width);
                LayerName layer = VggLayers.Of(block, index);
                convolutions.Add(new Convolution(layer, inputs, outputs, kernel, new float[outputs]));
            }
        }

        return convolutions;
    }

    /// <summary>The network up to the last layer that a recipe looks at.</summary>
    public static Network UpTo(IReadOnlyList<Convolution> convolutions, LayerName last) => Network.Vgg(
        "vgg19-shaped",
        [.. convolutions.Where(convolution => VggLayers.IsUpTo(convolution.Layer, last))],
        InputNormalization.Torchvision,
        PaddingMode.Zero,
        new string('0', 64));
}
