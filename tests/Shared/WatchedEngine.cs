using Impasto.Engines;

namespace Impasto.Tests;

/// <summary>
/// An engine that calls an action before each forward pass that is kept for a backward pass, or before all.
/// </summary>
internal sealed class WatchedEngine(IEngine inner, Action before, bool all = false) : IEngine
{
    public string Description => inner.Description;

    public long BytesFor(int width, int height, FeatureRequest request) => inner.BytesFor(width, height, request);

    public Features Forward(NetworkInput input, FeatureRequest request, Features? into = null)
    {
        if (all || request.KeepForBackward)
            before();
        return inner.Forward(input, request, into);
    }

    public void Backward(FeatureGradients gradients, float[] inputGradient) => inner.Backward(gradients, inputGradient);

    public void Dispose() => inner.Dispose();
}
