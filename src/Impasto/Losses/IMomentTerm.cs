using Impasto.Networks;

namespace Impasto.Losses;

/// <summary>A term over the moments of layers. It is evaluated layer by layer; the values add up.</summary>
public interface IMomentTerm : ILossTerm
{
    /// <summary>The layers whose moments it needs.</summary>
    IReadOnlyList<LayerName> Layers { get; }

    /// <summary>
    /// Computes the term's value before its weight, at one layer, and adds the weighted derivative to the context's
    /// gradients.
    /// </summary>
    /// <remarks>
    /// Several threads evaluate layers at the same time: an implementation may change only the state of the context's
    /// layer.
    /// </remarks>
    /// <param name="context">The layer's moments and gradients.</param>
    double Evaluate(MomentContext context);
}
