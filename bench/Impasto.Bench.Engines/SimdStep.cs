using Impasto.Engines;
using Impasto.Moments;

namespace Impasto.Bench.Engines;

/// <summary>One step of our engine, with the same losses as <see cref="TorchLoop"/>: dL/dG = G, dL/dmu = 0.</summary>
internal sealed class SimdStep(BenchArguments arguments, bool bands = false) : IDisposable
{
    private readonly IEngine _engine = new CpuDevice(arguments.Threads).Open(arguments.Network, new EngineSettings());
    private readonly FeatureRequest _request =
        new([.. BenchArguments.Style], [BenchArguments.Content], KeepForBackward: true) { InBands = bands };
    private readonly float[] _gradient = new float[3 * arguments.Width * arguments.Height];
    private Features? _features;
    private FeatureGradients? _derivatives;

    public string Description => _engine.Description;

    public void Run(float[] pixels)
    {
        Features features =
            _engine.Forward(new NetworkInput(pixels, arguments.Width, arguments.Height), _request, _features);
        if (!ReferenceEquals(features, _features))
            _derivatives = Derivatives(_features = features);
        _engine.Backward(_derivatives!, _gradient);
    }

    // They share the features' memory, which every step overwrites.
    private static FeatureGradients Derivatives(Features features) => new(
        features.Moments.ToDictionary(pair => pair.Key, pair =>
            (IReadOnlyList<MomentGradient?>)[new MomentGradient(pair.Value[0].Mean, pair.Value[0].Gram)]),
        features.Maps.ToDictionary(pair => pair.Key, pair => pair.Value.Values));

    public void Dispose() => _engine.Dispose();
}
