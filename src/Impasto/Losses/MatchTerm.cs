using Impasto.Networks;

namespace Impasto.Losses;

/// <summary>
/// Squared distance of features at every position from those of the painting that match the content's there.
/// </summary>
/// <remarks>
/// E = sum_l w_l k_l sum (F - T)^2 as in <see cref="ContentTerm"/>, with T_p = S_i(p): the painting's features at the
/// position i(p) whose surroundings are most like those of p in the content, by the cosine of many layers' features
/// less their mean. Source: Kolkin, Kucera, Paris, Sykora, Shechtman and Shakhnarovich, "Neural Neighbor Style
/// Transfer", 2022. Differs from the paper: squared distances instead of cosines, beside a style loss and a content
/// loss, and matches that are found once a scale.
/// </remarks>
/// <param name="weight">The term's weight, 0 or more.</param>
/// <param name="layers">Layers and their weights w_l.</param>
/// <param name="convention">Gives the content scale, and whether weights count as shares of their sum.</param>
public sealed class MatchTerm(double weight, LayerWeights layers, LossConvention convention)
    : ContentTerm(weight, layers, convention)
{
    /// <inheritdoc/>
    public override string Name => "match";

    private protected override IReadOnlyDictionary<LayerName, FeatureTarget> TargetsOf(LossScene scene) =>
        scene.Matched(Layers);
}
