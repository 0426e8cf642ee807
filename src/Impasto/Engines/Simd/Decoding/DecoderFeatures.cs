using Impasto.Moments;

namespace Impasto.Engines.Simd.Decoding;

/// <summary>What a decoder makes pixels of.</summary>
/// <param name="Deep">Features of conv4_1.</param>
/// <param name="Fine">Features of conv3_4, twice the rows and columns.</param>
/// <param name="Colors">Colours, of as many rows and columns as the fine features.</param>
/// <param name="DeepMap">What is done to the deep features first.</param>
/// <param name="FineMap">What is done to the fine features first.</param>
/// <param name="ColorMap">What is done to the colours first.</param>
internal sealed record DecoderFeatures(
    LayerFeatures Deep,
    LayerFeatures Fine,
    LayerFeatures Colors,
    FeatureTransport DeepMap,
    FeatureTransport FineMap,
    FeatureTransport ColorMap);
