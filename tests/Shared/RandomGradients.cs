using Impasto.Engines;
using Impasto.Moments;

namespace Impasto.Tests;

/// <summary>Derivatives of a loss that is linear in all moments and maps, with random factors.</summary>
internal static class RandomGradients
{
    public static FeatureGradients For(Features features)
    {
        var random = new Random(11);
        return new FeatureGradients(
            features.Moments.ToDictionary(
                pair => pair.Key,
                pair =>
                    (IReadOnlyList<MomentGradient?>)[.. pair.Value.Select(region => Moments(random, region.Channels))]),
            features.Maps.ToDictionary(
                pair => pair.Key, pair =>
                    TestNetworks.Values(random, pair.Value.Values.Length, 1.0 / pair.Value.Values.Length)));
    }

    /// <summary>The loss itself.</summary>
    public static double Loss(Features features, FeatureGradients gradients) =>
        gradients.Moments.Sum(pair => pair.Value.Zip(features.Moments[pair.Key], Dot).Sum())
        + gradients.Maps.Sum(pair => pair.Value.Zip(features.Maps[pair.Key].Values, (d, f) => (double)d * f).Sum());

    private static MomentGradient Moments(Random random, int channels)
    {
        MomentGradient gradient = MomentGradient.Zero(channels);
        for (int i = 0; i < channels; i++)
        {
            gradient.Mean[i] = random.NextDouble() - 0.5;
            for (int j = 0; j <= i; j++)
                gradient.Gram[(i * channels) + j] = gradient.Gram[(j * channels) + i] = random.NextDouble() - 0.5;
        }

        return gradient;
    }

    private static double Dot(MomentGradient? gradient, LayerMoments moments) => gradient is null
        ? 0
        : Dot(gradient.Gram, moments.Gram) + Dot(gradient.Mean, moments.Mean);

    private static double Dot(double[] left, double[] right) => left.Zip(right, (l, r) => l * r).Sum();
}
