using Impasto.Networks;

namespace Impasto.Engines;

/// <summary>A region of the picture: how much each position of each style layer counts in the moments.</summary>
/// <remarks>
/// Gatys' guides enter squared: m = T^2 of Gatys, Ecker, Bethge, Hertzmann and Shechtman, 2017, equation 3. Regions may
/// overlap, and need not cover the picture. The weights are used as they are and must not change while an engine works
/// with them.
/// </remarks>
public sealed class RegionGuides
{
    private readonly IReadOnlyDictionary<LayerName, float[]> _weights;

    /// <summary>A region with weights at some layers; at the others every position counts 1.</summary>
    /// <param name="weights">
    /// For a layer, Height x Width weights m of at least 0; all may be 0, where the region is nowhere.
    /// </param>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public RegionGuides(IReadOnlyDictionary<LayerName, float[]> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        foreach ((LayerName layer, float[] values) in weights)
        {
            if (Array.Exists(values, value => !(value >= 0 && float.IsFinite(value))))
                throw new ArgumentException($"Expected weights of at least 0 at {layer}.", nameof(weights));
        }

        _weights = weights;
    }

    /// <summary>The one region that is the whole picture.</summary>
    public static IReadOnlyList<RegionGuides> Whole { get; } = [new(new Dictionary<LayerName, float[]>())];

    /// <summary>The weights at a layer; null where every position counts 1.</summary>
    /// <exception cref="ArgumentException">There are weights for another number of positions.</exception>
    public float[]? At(LayerName layer, int height, int width)
    {
        float[]? weights = _weights.GetValueOrDefault(layer);
        if (weights is not null && weights.Length != (long)height * width)
            throw new ArgumentException(
                $"Expected {height} x {width} weights at {layer}, got {weights.Length}.", nameof(layer));
        return weights;
    }
}
