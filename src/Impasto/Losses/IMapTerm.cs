using Impasto.Networks;

namespace Impasto.Losses;

/// <summary>A term over the features of layers at every position; evaluated layer by layer and tile by tile, and its values add up.</summary>
public interface IMapTerm : ILossTerm
{
    /// <summary>The layers whose features it needs.</summary>
    IReadOnlyList<LayerName> Layers { get; }

    /// <summary>The term's value on one tile at one layer before its weight; adds the weighted derivative to the context's gradient.</summary>
    /// <param name="context">The tile's features and gradient.</param>
    double Evaluate(MapContext context);
}
