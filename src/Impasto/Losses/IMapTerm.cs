using Impasto.Networks;

namespace Impasto.Losses;

/// <summary>
/// A term over the features of layers at every position. It is evaluated layer by layer and tile by tile; the values
/// add up.
/// </summary>
public interface IMapTerm : ILossTerm
{
    /// <summary>The layers whose features it needs.</summary>
    IReadOnlyList<LayerName> Layers { get; }

    /// <summary>
    /// Computes the term's value before its weight, on one tile at one layer, and adds the weighted derivative to the
    /// context's gradient.
    /// </summary>
    /// <param name="context">The tile's features and gradient.</param>
    double Evaluate(MapContext context);
}
