using Impasto.Moments;

namespace Impasto.Engines.Simd.Decoding;

/// <summary>What a decoder makes pixels of.</summary>
/// <param name="Deep">Features of conv4_1.</param>
/// <param name="Fine">Features of conv3_4, twice the rows and columns.</param>
/// <param name="Colors">Colours, of as many rows and columns as the fine features.</param>
/// <param name="Parts">What is done to them first: the results of all parts, by their weights, are added.</param>
internal sealed record DecoderFeatures(
    LayerFeatures Deep, LayerFeatures Fine, LayerFeatures Colors, IReadOnlyList<DecoderPart> Parts);
