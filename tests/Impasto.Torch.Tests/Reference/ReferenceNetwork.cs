using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Torch.Tests.Reference;

/// <summary>The network and the pictures of formula.py.</summary>
internal static class ReferenceNetwork
{
    private static readonly string[] Layers =
        ["conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_2", "conv3_3", "conv3_4",
            "conv4_1", "conv4_2", "conv4_3", "conv4_4", "conv5_1"];

    public static Picture Content { get; } = Picture(40, 27, 2, product: false);

    public static Picture Style { get; } = Picture(33, 45, 3, product: true);

    public static Network Build(InputNormalization normalization)
    {
        var stream = new Stream(1);
        List<Convolution> convolutions = [];
        int inputs = 3, outputs = 16;
        foreach (LayerName layer in Layers.Select(LayerName.Parse))
        {
            outputs = VggLayers.PoolsBefore(layer) ? Math.Min(64, 2 * outputs) : outputs;
            double scale = Math.Sqrt(12.0) * Math.Sqrt(2.0 / (9 * inputs));
            float[] kernel = stream.Values(outputs * inputs * 9, scale);
            convolutions.Add(new Convolution(layer, inputs, outputs, kernel, stream.Values(outputs, 0.3)));
            inputs = outputs;
        }

        return Network.Vgg("reference", convolutions, normalization, PaddingMode.Zero, new string('0', 64));
    }

    public static Picture Picture(int width, int height, uint seed, bool product)
    {
        var stream = new Stream(seed);
        float[] pixels = new float[3 * width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    long wave = product ? x * y : (5 * x) + (3 * y);
                    pixels[(((c * height) + y) * width) + x] = ((wave + (60 * c) + (stream.Next() >> 28)) % 256) / 255f;
                }
            }
        }

        return new Picture(width, height, pixels);
    }

    private sealed class Stream(uint state)
    {
        private uint _state = state;

        public uint Next() => _state = unchecked((1664525 * _state) + 1013904223);

        public float[] Values(int count, double scale)
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
                values[i] = (float)(((Next() / 4294967296.0) - 0.5) * scale);
            return values;
        }
    }
}
