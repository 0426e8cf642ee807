using Impasto.Moments;

namespace Impasto.Engines.Simd.Planes;

/// <summary>The losses' derivatives at one layer.</summary>
/// <param name="Regions">The layer's regions.</param>
/// <param name="Moments">dL/dG and dL/dmu of each region; null, or null for one of them, for none.</param>
/// <param name="Map">dL/dF, C x H x W; null for none.</param>
internal readonly record struct LayerGradient(
    IReadOnlyList<LayerRegion> Regions, IReadOnlyList<MomentGradient?>? Moments, float[]? Map)
{
    /// <summary>The place among the regions' weights of the first position.</summary>
    public long Start { get; init; }
}
