using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Engines;

/// <summary>The losses' derivatives, ready for a backward pass.</summary>
/// <param name="Moments">
/// dL/dG and dL/dmu at the style layers, one for each region of the request; null for none.
/// </param>
/// <param name="Maps">dL/dF at the content layers, C x H x W.</param>
public sealed record FeatureGradients(
    IReadOnlyDictionary<LayerName, IReadOnlyList<MomentGradient?>> Moments,
    IReadOnlyDictionary<LayerName, float[]> Maps);
