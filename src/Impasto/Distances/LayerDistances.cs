using Impasto.Networks;

namespace Impasto;

/// <summary>A distance of two pictures under a network: its total, and its value at each layer.</summary>
public sealed record LayerDistances
{
    internal LayerDistances(
        IReadOnlyDictionary<LayerName, double> layers, IReadOnlyDictionary<LayerName, double> weights)
    {
        Layers = layers;
        Total = layers.Sum(pair => weights[pair.Key] * pair.Value);
    }

    /// <summary>
    /// sum w_l D_l / sum w_l with the layers' weights w_l; 0 for equal pictures, without an upper end.
    /// </summary>
    public double Total { get; }

    /// <summary>D_l, the distance at each layer that counts, before its weight; 0 or more.</summary>
    public IReadOnlyDictionary<LayerName, double> Layers { get; }
}
