using Impasto.Networks;

namespace Impasto.Training.Pools;

/// <summary>What a pool of stylised pictures is made for.</summary>
/// <param name="Group">Pictures that a step moves and sees.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="StyleLayers">Layers at which styles are compared.</param>
/// <param name="ContentLayer">Layer at which contents are compared.</param>
internal sealed record PoolSettings(int Group, int Seed, IReadOnlyList<LayerName> StyleLayers, LayerName ContentLayer)
{
    /// <summary>The last layer that is compared.</summary>
    public LayerName Deepest => StudentLayers.Deepest(StyleLayers.Append(ContentLayer));
}
