using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Engines;

/// <summary>The results of a forward pass.</summary>
/// <param name="Moments">First and second moments at each style layer, one for each region of the request.</param>
/// <param name="Maps">Features at each content layer.</param>
public sealed record Features(
    IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> Moments,
    IReadOnlyDictionary<LayerName, LayerFeatures> Maps);
