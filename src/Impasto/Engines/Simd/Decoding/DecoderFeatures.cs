using Impasto.Moments;

namespace Impasto.Engines.Simd.Decoding;

/// <summary>What a decoder makes pixels of.</summary>
/// <param name="Deep">Features of conv4_1.</param>
/// <param name="Fine">Features of conv3_4, twice the rows and columns.</param>
/// <param name="DeepMap">What is done to the deep features first.</param>
/// <param name="FineMap">What is done to the fine features first.</param>
internal sealed record DecoderFeatures(
    LayerFeatures Deep, LayerFeatures Fine, FeatureTransport DeepMap, FeatureTransport FineMap);
