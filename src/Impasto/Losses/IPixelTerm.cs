namespace Impasto.Losses;

/// <summary>A term over the pixels themselves; it does not use the network.</summary>
public interface IPixelTerm : ILossTerm
{
    /// <summary>
    /// Computes the term's value before its weight, and adds the weighted derivative to the context's gradient.
    /// </summary>
    /// <param name="context">Pixels and gradient.</param>
    double Evaluate(PixelContext context);
}
