using Impasto.Losses.Styles;
using Impasto.Moments;

namespace Impasto.Bench.Engines;

/// <summary>One evaluation of each style loss at the widths of the networks' layers.</summary>
internal static class LossBenchmark
{
    private const int Rounds = 9;

    public static void Run()
    {
        foreach (int channels in (int[])[33, 49, 97, 129, 256, 512])
        {
            LayerMoments style = Moments(channels, 1), picture = Moments(channels, 2);
            foreach (StyleLoss kind in StyleLoss.All)
            {
                IStyleLoss loss = kind.Against(style, StyleScaleMode.Relative);
                MomentGradient gradient = MomentGradient.Zero(channels);
                loss.Evaluate(picture, 1, gradient);
                var samples = new Samples();
                for (int round = 0; round < Rounds; round++)
                    samples.Time(() => loss.Evaluate(picture, 1, gradient));
                string components = loss is WassersteinLoss w ? $" in {w.Components,3} components" : "";
                Console.WriteLine($"{channels,3} channels, {kind.Name,-11}{components}: {samples}");
            }
        }
    }

    // Features of full rank whose variances fall as those of a real layer do, by about 1e5.
    private static LayerMoments Moments(int channels, int seed)
    {
        var random = new Random(seed);
        double[] mean = new double[channels], gram = new double[channels * channels];
        for (int sample = 0; sample < 2 * channels; sample++)
        {
            double[] feature =
            [
                .. Enumerable.Range(0, channels)
                    .Select(i => random.NextDouble() * Math.Pow(10, -2.5 * i / channels)),
            ];
            for (int i = 0; i < channels; i++)
            {
                mean[i] += feature[i] / (2 * channels);
                for (int j = 0; j < channels; j++)
                    gram[(i * channels) + j] += feature[i] * feature[j] / (2 * channels);
            }
        }

        return new LayerMoments(channels, 2 * channels, mean, gram);
    }
}
