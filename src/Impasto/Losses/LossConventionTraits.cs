namespace Impasto.Losses;

/// <summary>What conventions have in common.</summary>
internal static class LossConventionTraits
{
    /// <summary>Whether pixels are optimised in the network's input scale, instead of as RGB in 0 to 1.</summary>
    public static bool IsInInputScale(this LossConvention convention) => convention is LossConvention.Notebook or LossConvention.NeuralStyle;

    /// <summary>Whether layers' weights count as shares of their sum, instead of as they are.</summary>
    public static bool CountsShares(this LossConvention convention) => convention is LossConvention.Relative or LossConvention.Crowsonkb;
}
