using Impasto.Moments;

namespace Impasto.Losses;

/// <summary>The style losses there are.</summary>
internal static class StyleLoss
{
    /// <summary>The loss of that kind against one style's moments.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="target">Moments of the style, or the blend of several.</param>
    /// <param name="convention">Scale of a Gram loss; moments know only the relative one, Wasserstein-2 also crowsonkb's.</param>
    public static IStyleLoss Against(StyleLossKind kind, LayerMoments target, LossConvention convention) => kind switch
    {
        StyleLossKind.Moments => new MomentsLoss(target),
        StyleLossKind.Wasserstein => new WassersteinLoss(target, convention),
        _ => new BoundGramLoss(target, convention),
    };

    private sealed class BoundGramLoss(LayerMoments target, LossConvention convention) : IStyleLoss
    {
        public double Evaluate(LayerMoments current, double weight, MomentGradient gradient) =>
            GramLoss.Evaluate(current, target, convention, weight, gradient);
    }
}
