using Impasto.Moments;

namespace Impasto.Glances;

/// <summary>The maps of features at the two layers that a decoder takes.</summary>
/// <param name="Deep">At conv4_1.</param>
/// <param name="Fine">At conv3_4.</param>
internal sealed record GlanceMaps(FeatureTransport Deep, FeatureTransport Fine);
