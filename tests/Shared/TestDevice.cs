using Impasto.Engines;
using Impasto.Networks;

namespace Impasto.Tests;

/// <summary>
/// A device whose engines a test chooses, and which counts them; the plain reference where it does not.
/// </summary>
internal sealed class TestDevice(Func<IEngine, IEngine>? wrap = null) : ComputeDevice
{
    public override string Name => "test";

    public List<CountedEngine> Opened { get; } = [];

    public override IEngine Open(Network network, EngineSettings settings)
    {
        IEngine engine = new ReferenceEngine(network, settings);
        var counted = new CountedEngine(wrap is null ? engine : wrap(engine));
        Opened.Add(counted);
        return counted;
    }

    internal sealed class CountedEngine(IEngine inner) : IEngine
    {
        public int Disposals { get; private set; }

        public string Description => inner.Description;

        public long BytesFor(int width, int height, FeatureRequest request) => inner.BytesFor(width, height, request);

        public Features Forward(NetworkInput input, FeatureRequest request, Features? into = null) =>
            inner.Forward(input, request, into);

        public void Backward(FeatureGradients gradients, float[] inputGradient) =>
            inner.Backward(gradients, inputGradient);

        public void Dispose() => Disposals++;
    }
}
