using Impasto.Engines;
using Impasto.Moments;

namespace Impasto.Tests;

/// <summary>An engine whose moments are NaN from one evaluation of the picture to another, counted from 1.</summary>
internal sealed class FailingEngine(IEngine inner, int from, int to = int.MaxValue) : IEngine
{
    private int _evaluations;

    public string Description => inner.Description;

    public long BytesFor(int width, int height, FeatureRequest request) => inner.BytesFor(width, height, request);

    public Features Forward(NetworkInput input, FeatureRequest request, Features? into = null)
    {
        Features features = inner.Forward(input, request, into);
        if (request.KeepForBackward && ++_evaluations >= from && _evaluations <= to)
        {
            foreach (LayerMoments moments in features.Moments.Values.SelectMany(regions => regions))
                moments.Gram.AsSpan().Fill(double.NaN);
        }

        return features;
    }

    public void Backward(FeatureGradients gradients, float[] inputGradient) => inner.Backward(gradients, inputGradient);

    public void Dispose() => inner.Dispose();
}
