using Impasto.Networks;

namespace Impasto.Bench.Engines;

/// <summary>Networks of the real sizes with random weights: speed does not depend on what the weights are.</summary>
internal static class BenchNetworks
{
    public static Network Vgg19()
    {
        string[] names = ["conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_2", "conv3_3", "conv3_4",
            "conv4_1", "conv4_2", "conv4_3", "conv4_4", "conv5_1"];
        var random = new Random(1);
        List<Convolution> convolutions = [];
        int inputs = 3;
        int outputs = 32;
        foreach (LayerName layer in names.Select(LayerName.Parse))
        {
            outputs = VggLayers.IsFirstOfBlock(layer) ? Math.Min(512, 2 * outputs) : outputs;
            float scale = MathF.Sqrt(24f / (9 * inputs));
            float[] kernel = new float[9 * inputs * outputs];
            for (int i = 0; i < kernel.Length; i++)
                kernel[i] = (random.NextSingle() - 0.5f) * scale;
            convolutions.Add(new Convolution(layer, inputs, outputs, kernel, new float[outputs]));
            inputs = outputs;
        }

        return Network.Vgg(
            "vgg19", convolutions, InputNormalization.Torchvision, PaddingMode.Zero, new string('0', 64));
    }

    public static float[] Noise(int count)
    {
        var random = new Random(2);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (random.NextSingle() - 0.5f) * 3;
        return values;
    }
}
