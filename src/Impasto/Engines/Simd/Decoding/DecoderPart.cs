using Impasto.Moments;

namespace Impasto.Engines.Simd.Decoding;

/// <summary>What is done to the features of a part of a picture.</summary>
/// <param name="DeepMap">The map of the deep features.</param>
/// <param name="FineMap">The map of the fine features.</param>
/// <param name="ColorMap">The map of the colours.</param>
internal sealed record DecoderPart(FeatureTransport DeepMap, FeatureTransport FineMap, FeatureTransport ColorMap)
{
    /// <summary>Where it counts at the deep layer; null (the default) for everywhere.</summary>
    public PositionWeights? DeepWeights { get; init; }

    /// <summary>Where it counts at the fine layer and in the colours; null (the default) for everywhere.</summary>
    public PositionWeights? FineWeights { get; init; }
}
