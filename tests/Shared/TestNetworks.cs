using Impasto.Engines;
using Impasto.Networks;

namespace Impasto.Tests;

/// <summary>Small networks with random weights that keep activations of the same size from layer to layer.</summary>
internal static class TestNetworks
{
    /// <summary>VGG-19's layers up to conv5_1 with few channels.</summary>
    public static Network Vgg(int seed = 1, int width = 4, InputNormalization? normalization = null) => Build(
        seed,
        normalization ?? InputNormalization.Unit,
        ["conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_2", "conv3_3", "conv3_4",
            "conv4_1", "conv4_2", "conv4_3", "conv4_4", "conv5_1"],
        block => width * Math.Min(4, 1 << (block - 1)));

    /// <summary>All layers of VGG-19 with few channels.</summary>
    public static Network Whole(int seed = 1, int width = 4) => Build(
        seed,
        InputNormalization.Unit,
        [.. Enumerable.Range(1, 5).SelectMany(block =>
            Enumerable.Range(1, block < 3 ? 2 : 4).Select(index => $"conv{block}_{index}"))],
        _ => width);

    /// <summary>Two blocks: conv1_1, conv1_2, conv2_1.</summary>
    public static Network Shallow(int seed = 1, int width = 4, InputNormalization? normalization = null) => Build(
        seed, normalization ?? InputNormalization.Unit, ["conv1_1", "conv1_2", "conv2_1"], block => width * block);

    /// <summary>
    /// A chain with everything that VGG lacks: kernels of 5 x 5 and 1 x 1, no ReLU, one behind a pooling, two poolings.
    /// </summary>
    public static Network Mixed()
    {
        var random = new Random(4);
        return new Network(
            "mixed",
            [
                Convolution(random, "wide", 3, 6, 5), Relu.Instance, Convolution(random, "plain", 6, 5, 1),
                Pooling.Instance,
                Relu.Instance, Convolution(random, "deep", 5, 4, 3), Pooling.Instance, Pooling.Instance,
                Convolution(random, "last", 4, 7, 3), Relu.Instance,
            ],
            InputNormalization.Unit,
            PaddingMode.Zero,
            new string('0', 64));
    }

    private static Convolution Convolution(Random random, string name, int inputs, int outputs, int size) => new(
        new LayerName(name),
        inputs,
        outputs,
        Values(random, size * size * inputs * outputs, Math.Sqrt(2.0 / (size * size * inputs))),
        Values(random, outputs, 0.1));

    /// <summary>
    /// VGG-19's layers up to conv5_1 with positive weights: every path is alive, and most of them lean to one side.
    /// </summary>
    /// <remarks>A layer sees its receptive field's edge with a weight that rounding does not hide.</remarks>
    /// <param name="lean">1 for features that look right and down most, -1 for left and up.</param>
    public static Network Leaning(int lean)
    {
        Network network = Vgg(width: 2);
        var random = new Random(6);
        foreach (Convolution convolution in network.Convolutions)
        {
            float[] kernel = convolution.Kernel;
            for (int i = 0; i < kernel.Length; i++)
            {
                int x = (i % 3) - 1, y = (i / 3 % 3) - 1;
                float side = (x == lean ? 1 : 0.1f) * (y == lean ? 1 : 0.1f);
                kernel[i] = (float)(0.5 + random.NextDouble()) * side / (1.44f * convolution.Inputs);
            }

            convolution.Bias.AsSpan().Fill(0.05f);
        }

        return network;
    }

    private static Network Build(int seed, InputNormalization normalization, string[] names, Func<int, int> width)
    {
        var random = new Random(seed);
        List<Convolution> convolutions = [];
        int inputs = 3, block = 0;
        foreach (LayerName layer in names.Select(LayerName.Parse))
        {
            block += VggLayers.IsFirstOfBlock(layer) ? 1 : 0;
            int outputs = width(block);
            double deviation = Math.Sqrt(2.0 / (9 * inputs));
            convolutions.Add(new Convolution(
                layer, inputs, outputs, Values(random, 9 * inputs * outputs, deviation), Values(random, outputs, 0.1)));
            inputs = outputs;
        }

        return Network.Vgg("test", convolutions, normalization, PaddingMode.Zero, new string('0', 64));
    }

    public static NetworkInput Noise(int width, int height, int seed = 5) =>
        new(Values(new Random(seed), 3 * width * height, 1), width, height);

    /// <summary>Values spread evenly about 0 with that deviation.</summary>
    public static float[] Values(Random random, int count, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Sqrt(12) * deviation))];
}
