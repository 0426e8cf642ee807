using Impasto.Networks;

namespace Impasto.Losses;

/// <summary>A term over the moments of layers; evaluated layer by layer, and its values add up.</summary>
public interface IMomentTerm : ILossTerm
{
    /// <summary>The layers whose moments it needs.</summary>
    IReadOnlyList<LayerName> Layers { get; }

    /// <summary>The term's value at one layer before its weight; adds the weighted derivative to the context's gradients.</summary>
    /// <remarks>Layers are evaluated by several threads at a time: it may change nothing but what belongs to the layer.</remarks>
    /// <param name="context">The layer's moments and gradients.</param>
    double Evaluate(MomentContext context);
}
