using Impasto.Engines;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Planning;

/// <summary>Measures the speed of an engine with a small step.</summary>
internal static class SpeedMeasurement
{
    private const int Side = 256;
    private const int Passes = 2;

    /// <summary>
    /// Multiplications of all convolutions a second, forward and backward, as direct convolutions would do them.
    /// </summary>
    public static double Run(IEngine engine, Network network, StylizeOptions options, TimeProvider clock)
    {
        var request = new FeatureRequest(
            options.Losses.StyleLayers.Used, [.. options.Losses.UsedMaps], KeepForBackward: true);
        var input = new NetworkInput(new float[3 * Side * Side], Side, Side);
        float[] gradient = new float[input.Values.Length];
        Step();
        long start = clock.GetTimestamp();
        Step();
        double seconds = Math.Max(1e-6, clock.GetElapsedTime(start).TotalSeconds);
        return Passes * network.Layer(network.Deepest(request.Layers)).Multiplications * Side * Side / seconds;

        void Step()
        {
            Features features = engine.Forward(input, request);
            engine.Backward(
                new FeatureGradients(
                    features.Moments.ToDictionary(
                        pair => pair.Key,
                        IReadOnlyList<MomentGradient?> (pair) => [MomentGradient.Zero(pair.Value[0].Channels)]),
                    features.Maps.ToDictionary(pair => pair.Key, pair => pair.Value.Values)),
                gradient);
        }
    }
}
