using Impasto.Networks;

namespace Impasto.Engines.Simd.Planes;

/// <summary>A region as one layer sees it.</summary>
/// <param name="Weights">m, one value a position; null where every position counts 1.</param>
/// <param name="Sum">M, their sum.</param>
internal sealed record LayerRegion(float[]? Weights, double Sum)
{
    /// <summary>All regions of a request at a layer of that size.</summary>
    public static IReadOnlyList<LayerRegion> Of(FeatureRequest request, LayerName layer, int height, int width) =>
        !request.StyleLayers.Contains(layer)
            ? []
            : [.. request.Regions.Select(region => Of(region.At(layer, height, width), (long)height * width))];

    /// <summary>The weight of a position.</summary>
    public float At(long position) => Weights is null ? 1 : Weights[position];

    /// <summary>Whether all weights from one position on are 0.</summary>
    public bool Misses(long first, int count) =>
        Weights is not null && !Weights.AsSpan((int)first, count).ContainsAnyExcept(0f);

    private static LayerRegion Of(float[]? weights, long positions) =>
        new(weights, weights is null ? positions : weights.Sum(weight => (double)weight));
}
