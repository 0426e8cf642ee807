using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Objectives;

/// <summary>The style loss at one layer, part by part, with memory for its derivatives that every step uses again.</summary>
internal sealed class StyleTerm
{
    private readonly IReadOnlyList<RegionLoss?> _parts;
    private readonly double _weight;
    private readonly MomentMap?[] _maps;
    private readonly MomentGradient?[] _compared;
    private readonly MomentGradient?[] _gradients;

    /// <param name="layer">The layer.</param>
    /// <param name="weight">The layer's weight.</param>
    /// <param name="parts">What each part of the picture is compared with; null for nothing.</param>
    /// <param name="map">From the layer's channels to those that are compared; null where they are the same.</param>
    public StyleTerm(LayerName layer, double weight, IReadOnlyList<RegionLoss?> parts, LinearMap? map)
    {
        Layer = layer;
        _weight = weight;
        _parts = parts;
        _maps = [.. parts.Select(part => part is null || map is null ? null : new MomentMap(map))];
        _compared = new MomentGradient?[parts.Count];
        _gradients = new MomentGradient?[parts.Count];
    }

    /// <summary>The layer.</summary>
    public LayerName Layer { get; }

    /// <summary>The derivatives with respect to the layer's own moments, as they were evaluated last; null for parts without a style.</summary>
    public IReadOnlyList<MomentGradient?> Gradients => _gradients;

    /// <summary>The loss with the layer's weight; fills <see cref="Gradients"/>.</summary>
    /// <param name="moments">The picture's, part by part.</param>
    /// <param name="factor">Factor on the derivatives only.</param>
    public double Evaluate(IReadOnlyList<LayerMoments> moments, double factor)
    {
        double loss = 0;
        for (int part = 0; part < _parts.Count; part++)
        {
            if (_parts[part] is not { } target)
                continue;
            LayerMoments current = _maps[part]?.Forward(moments[part]) ?? moments[part];
            MomentGradient compared = _compared[part] ??= MomentGradient.Zero(current.Channels);
            compared.Clear();
            double weight = _weight * target.Share;
            loss += weight * target.Loss.Evaluate(current, factor * weight, compared);
            _gradients[part] = _maps[part]?.Backward(compared) ?? compared;
        }

        return loss;
    }
}
