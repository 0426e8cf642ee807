namespace Impasto.Losses;

/// <summary>A term over the pixels themselves; needs nothing of the network.</summary>
public interface IPixelTerm : ILossTerm
{
    /// <summary>The term's value before its weight; adds the weighted derivative to the context's gradient.</summary>
    /// <param name="context">Pixels and gradient.</param>
    double Evaluate(PixelContext context);
}
