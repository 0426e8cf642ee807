using Impasto.Losses.Styles;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Losses;

/// <summary>Distance of the picture's moments from the styles', layer by layer and region by region.</summary>
/// <remarks>
/// E = sum_l w_l sum_r s_r E_lr with the style loss E_lr of region r at layer l and the region's share s_r of the
/// picture. Source: Gatys, Ecker and Bethge, 2016, equation 5; regions after Gatys, Ecker, Bethge, Hertzmann and
/// Shechtman, 2017, section 4.
/// </remarks>
/// <param name="weight">The term's weight, 0 or more.</param>
/// <param name="layers">Layers and their weights w_l.</param>
/// <param name="loss">How moments are compared.</param>
/// <param name="convention">Gives the style scale, and whether weights count as shares of their sum.</param>
public sealed class StyleTerm(double weight, LayerWeights layers, StyleLoss loss, LossConvention convention)
    : IMomentTerm
{
    private readonly IReadOnlyDictionary<LayerName, double> _weights = convention.WeightsOf(layers);
    private readonly Dictionary<LayerName, IStyleLoss?[]> _losses = [];
    private double[] _shares = [];

    /// <inheritdoc/>
    public string Name => "style";

    /// <inheritdoc/>
    public double Weight { get; } = weight;

    /// <inheritdoc/>
    public IReadOnlyList<LayerName> Layers { get; } = layers.Used;

    /// <inheritdoc/>
    public void Prepare(LossScene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        _shares = [.. scene.Regions.Select(region => region.Share)];
        foreach (LayerName layer in Layers)
        {
            _losses[layer] = [.. scene.Regions.Select((_, region) =>
                scene.Style(region, layer) is { } target
                    ? loss.Against(target.Beside(Usual(scene, layer)), convention.StyleScale)
                    : null)];
        }
    }

    private LayerMoments? Usual(LossScene scene, LayerName layer) =>
        convention.StyleScale == StyleScaleMode.Relative ? scene.Usual(layer) : null;

    /// <inheritdoc/>
    public double Evaluate(MomentContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        double layerWeight = _weights[context.Layer], sum = 0;
        IStyleLoss?[] losses = _losses[context.Layer];
        for (int region = 0; region < losses.Length; region++)
        {
            if (losses[region] is not { } against)
                continue;
            double share = layerWeight * _shares[region];
            sum += share * against.Evaluate(context.Moments(region), context.Weight * share, context.Gradient(region));
        }

        return sum;
    }
}
