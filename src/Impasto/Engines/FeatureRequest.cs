using Impasto.Networks;

namespace Impasto.Engines;

/// <summary>What a forward pass computes.</summary>
/// <param name="StyleLayers">Layers whose moments are wanted.</param>
/// <param name="ContentLayers">Layers whose features are wanted as they are.</param>
/// <param name="KeepForBackward">Whether a backward pass will follow. Default: no.</param>
public sealed record FeatureRequest(
    IReadOnlyList<LayerName> StyleLayers,
    IReadOnlyList<LayerName> ContentLayers,
    bool KeepForBackward = false)
{
    /// <summary>Regions that have moments of their own. Default: one, the whole picture.</summary>
    public IReadOnlyList<RegionGuides> Regions { get; init; } = RegionGuides.Whole;

    /// <summary>
    /// Whether moments are computed. Default: yes. Without them style layers only serve a backward pass whose moments
    /// are known already, and an engine may leave the moments out of its results.
    /// </summary>
    public bool MeasuresMoments { get; init; } = true;

    /// <summary>
    /// Whether an engine may work on one band of rows after the other, keep less of them and compute it again: about
    /// half the memory for large pictures, the same results to rounding. Default: no; an engine without bands ignores
    /// it.
    /// </summary>
    public bool InBands { get; init; }

    /// <summary>The style layers, then the content layers.</summary>
    public IEnumerable<LayerName> Layers => StyleLayers.Concat(ContentLayers);

    /// <summary>Checks what every engine checks before it works.</summary>
    /// <param name="network">The engine's network.</param>
    /// <param name="input">The picture.</param>
    /// <returns>The last layer of the request, at which the network may end.</returns>
    /// <exception cref="ArgumentException">There are no layers, or the input is not 3 x height x width.</exception>
    /// <exception cref="WeightsException">The network does not have a layer.</exception>
    /// <exception cref="PictureException">The picture is too small for a layer.</exception>
    /// <exception cref="MemoryException">
    /// The features of a content layer are more values than an array holds.
    /// </exception>
    public LayerInfo Check(Network network, NetworkInput input)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (input.Values is null || input.Values.LongLength != 3L * input.Width * input.Height)
        {
            throw new ArgumentException(
                $"Expected 3 x {input.Height} x {input.Width} values, got {input.Values?.Length}.", nameof(input));
        }

        // Every step comes here: no iterators, which would be garbage.
        LayerInfo? deepest = null;
        for (int i = 0; i < StyleLayers.Count + ContentLayers.Count; i++)
        {
            bool style = i < StyleLayers.Count;
            LayerInfo layer = network.Layer(style ? StyleLayers[i] : ContentLayers[i - StyleLayers.Count]);
            if (deepest is null || layer.Depth > deepest.Depth)
                deepest = layer;
            if (!style)
                RequireArray(layer, input);
        }

        if (deepest is null)
            throw new ArgumentException("Expected at least one layer.", nameof(network));
        deepest.RequireSize(input.Width, input.Height);
        return deepest;
    }

    private static void RequireArray(LayerInfo layer, NetworkInput input)
    {
        long values = layer.Values(input.Width, input.Height);
        if (values > Array.MaxLength)
        {
            throw new MemoryException(
                $"At {input.Width} x {input.Height} the features of {layer.Name} are {values} values, "
                + $"more than the {Array.MaxLength} of an array.");
        }
    }
}
