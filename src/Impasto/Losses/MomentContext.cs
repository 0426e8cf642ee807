using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Losses;

/// <summary>Input and output of a term over moments, at one layer.</summary>
/// <remarks>
/// With a compact network moments go through the layer's map to the channels of its teacher before a term sees them,
/// and its derivatives go back through it. Every evaluation uses the same memory.
/// </remarks>
public sealed class MomentContext
{
    private readonly MomentMap?[] _maps;
    private readonly LayerMoments?[] _moments;
    private readonly MomentGradient?[] _room;
    private readonly MomentGradient?[] _compared;
    private readonly MomentGradient?[] _gradients;
    private IReadOnlyList<LayerMoments> _measured = [];

    /// <param name="layer">The layer.</param>
    /// <param name="regions">Number of regions.</param>
    /// <param name="map">Map from the layer's channels to the compared ones; null if they are the same.</param>
    internal MomentContext(LayerName layer, int regions, LinearMap? map)
    {
        Layer = layer;
        _maps = [.. Enumerable.Range(0, regions).Select(_ => map is null ? null : new MomentMap(map))];
        _moments = new LayerMoments?[regions];
        _room = new MomentGradient?[regions];
        _compared = new MomentGradient?[regions];
        _gradients = new MomentGradient?[regions];
    }

    /// <summary>The layer.</summary>
    public LayerName Layer { get; }

    /// <summary>Number of regions of the picture that have moments of their own, at least 1.</summary>
    public int Regions => _maps.Length;

    /// <summary>Factor on the derivatives: the term's weight.</summary>
    public double Weight { get; internal set; }

    /// <summary>
    /// The derivatives with respect to the layer's own moments after <see cref="Finish"/>; null for regions that no
    /// term used.
    /// </summary>
    internal IReadOnlyList<MomentGradient?> Gradients => _gradients;

    /// <summary>A region's moments; valid until the evaluation ends.</summary>
    /// <param name="region">0 to <see cref="Regions"/> - 1.</param>
    public LayerMoments Moments(int region) =>
        _moments[region] ??= _maps[region]?.Forward(_measured[region]) ?? _measured[region];

    /// <summary>
    /// A region's gradient: a term adds <see cref="Weight"/> * dE/dmu and <see cref="Weight"/> * dE/dG.
    /// </summary>
    /// <param name="region">0 to <see cref="Regions"/> - 1.</param>
    public MomentGradient Gradient(int region)
    {
        if (_compared[region] is { } begun)
            return begun;
        MomentGradient fresh = _room[region] ??= MomentGradient.Zero(Moments(region).Channels);
        fresh.Clear();
        return _compared[region] = fresh;
    }

    /// <summary>Begins an evaluation.</summary>
    /// <param name="measured">The layer's moments, region by region.</param>
    internal void Begin(IReadOnlyList<LayerMoments> measured)
    {
        _measured = measured;
        _moments.AsSpan().Clear();
        _compared.AsSpan().Clear();
    }

    /// <summary>Carries the derivatives back through the map to the layer's own channels.</summary>
    internal void Finish()
    {
        for (int region = 0; region < _maps.Length; region++)
        {
            _gradients[region] = _compared[region] is { } compared
                ? _maps[region]?.Backward(compared) ?? compared
                : null;
        }
    }
}
