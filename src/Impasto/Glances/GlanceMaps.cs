using Impasto.Moments;

namespace Impasto.Glances;

/// <summary>The maps of what a decoder takes of a picture.</summary>
/// <param name="Deep">At conv4_1.</param>
/// <param name="Fine">At conv3_4.</param>
/// <param name="Colors">Of the colours.</param>
internal sealed record GlanceMaps(FeatureTransport Deep, FeatureTransport Fine, FeatureTransport Colors);
