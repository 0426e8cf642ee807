using Impasto.Networks;

namespace Impasto.Losses;

/// <summary>Squared distance of features at every position from the content's.</summary>
/// <remarks>
/// E = sum_l w_l k_l sum (F - P)^2 and dE/dF = 2 w_l k_l (F - P) with k = 1 / (C M), or relative to the content k = 1 /
/// sum P^2. Source: Gatys, Ecker and Bethge, 2016, equation 1. Differs from the paper: a mean instead of half the sum.
/// </remarks>
/// <param name="weight">The term's weight, 0 or more.</param>
/// <param name="layers">Layers and their weights w_l.</param>
/// <param name="convention">Gives the content scale, and whether weights count as shares of their sum.</param>
public class ContentTerm(double weight, LayerWeights layers, LossConvention convention) : IMapTerm
{
    private readonly IReadOnlyDictionary<LayerName, double> _weights = convention.WeightsOf(layers);
    private IReadOnlyDictionary<LayerName, FeatureTarget> _targets = new Dictionary<LayerName, FeatureTarget>();

    /// <inheritdoc/>
    public virtual string Name => "content";

    /// <inheritdoc/>
    public double Weight { get; } = weight;

    /// <inheritdoc/>
    public IReadOnlyList<LayerName> Layers { get; } = layers.Used;

    /// <inheritdoc/>
    public void Prepare(LossScene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        _targets = TargetsOf(scene);
    }

    /// <inheritdoc/>
    public double Evaluate(MapContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        double layerWeight = _weights[context.Layer];
        FeatureTarget target = _targets[context.Layer];
        double scale = target.Scale(convention.ContentScale);
        double squares = target.AddDifferences(context, scale * (context.Weight * layerWeight));
        return layerWeight * (scale * squares);
    }

    /// <summary>P of each layer.</summary>
    private protected virtual IReadOnlyDictionary<LayerName, FeatureTarget> TargetsOf(LossScene scene) =>
        scene.Content(Layers);
}
