using Impasto.Imaging;
using Impasto.Networks.Files;
using Impasto.Networks.Weights;

namespace Impasto.Tests;

/// <summary>Decoders and learned styles with random weights that keep the size of what goes through them.</summary>
internal static class TestStyles
{
    private static readonly int[] s_widths = [80, 16, 32, 16, 48, 16, 16, 16, 3];

    /// <summary>Writes a decoder behind the compact network.</summary>
    public static void WriteDecoder(string path, int seed) =>
        TensorFile.Write(path, Decoder(seed), new Dictionary<string, string>());

    /// <summary>Writes a learned style, with moments of nothing in particular.</summary>
    public static void Write(string path, int seed, Func<LearningRecord, LearningRecord>? change = null)
    {
        var random = new Random(seed);
        List<NamedTensor> tensors = [.. Decoder(seed)];
        foreach (string whose in (string[])["painting", "photographs"])
        {
            foreach ((string layer, int channels) in ((string, int)[])[("deep", 80), ("fine", 48), ("colors", 3)])
                tensors.AddRange(Moments($"{whose}.{layer}", channels, random));
        }

        var record = new LearningRecord
        {
            Painting = "waves.jpg",
            PaintingSize = new PictureSize(640, 480),
            LearnedSize = 512,
            NetworkSha256 = NetworkCatalog.Compact().Network.Sha256,
            Recipe = "content and style",
            Minutes = 2.5,
            Steps = 120,
            BestStep = 100,
            Photographs = 321,
            LossBefore = 2,
            LossAfter = 1.5,
            HeldLossBefore = 3,
            HeldLossAfter = 1.8,
            License = "MIT; the compact network is CC BY 4.0.",
        };
        LearnedStyle.Write(path, tensors, change is null ? record : change(record));
    }

    private static IEnumerable<NamedTensor> Moments(string name, int channels, Random random)
    {
        float[] mean = [.. Enumerable.Range(0, channels).Select(_ => 0.5f + random.NextSingle())];
        float[] gram = new float[channels * channels];
        for (int i = 0; i < channels; i++)
        {
            for (int j = 0; j < channels; j++)
                gram[(i * channels) + j] = (mean[i] * mean[j]) + (i == j ? 0.2f + random.NextSingle() : 0);
        }

        return [new NamedTensor($"{name}.mean", [channels], mean), new($"{name}.gram", [channels, channels], gram)];
    }

    private static List<NamedTensor> Decoder(int seed)
    {
        var random = new Random(seed);
        List<NamedTensor> tensors = [];
        for (int i = 0; i + 1 < s_widths.Length; i++)
        {
            int inputs = s_widths[i] + (i == 2 ? 64 : 0), outputs = s_widths[i + 1];
            float size = MathF.Sqrt(6f / (9 * inputs));
            float[] kernel =
                [.. Enumerable.Range(0, outputs * inputs * 9).Select(_ => size * ((2 * random.NextSingle()) - 1))];
            float[] bias = [.. Enumerable.Repeat(i == 7 ? 0.5f : 0.1f, outputs)];
            string name = $"decode{4 - (i / 2)}_{1 + (i % 2)}";
            tensors.Add(new NamedTensor($"{name}.weight", [outputs, inputs, 3, 3], kernel));
            tensors.Add(new NamedTensor($"{name}.bias", [outputs], bias));
        }

        return tensors;
    }
}
