using Impasto.Networks;

namespace Impasto.Engines.Simd.Planes;

/// <summary>A layer's size in one step, and the request for it.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pools">Whether a pooling follows.</param>
/// <param name="Regions">Regions whose moments are wanted; empty unless the layer is a style layer.</param>
/// <param name="Content">Whether its features are wanted as they are.</param>
internal sealed record LayerShape(int Height, int Width, bool Pools, IReadOnlyList<LayerRegion> Regions, bool Content)
{
    /// <summary>Whether its moments are wanted.</summary>
    public bool Style => Regions.Count > 0;

    /// <summary>Whether a loss looks at it.</summary>
    public bool Tapped => Style || Content;

    /// <summary>All layers up to the deepest that is wanted.</summary>
    public static IReadOnlyList<LayerShape> Of(Network network, int width, int height, FeatureRequest request)
    {
        List<LayerShape> shapes = [];
        int count = network.Layer(network.Deepest(request.Layers)).Depth + 1;
        for (int i = 0; i < count; i++)
        {
            LayerInfo layer = network.Layers[i];
            bool pools = i + 1 < count && network.Layers[i + 1].Stride != layer.Stride;
            IReadOnlyList<LayerRegion> regions = LayerRegion.Of(request, layer.Name, height, width);
            shapes.Add(new LayerShape(height, width, pools, regions, request.ContentLayers.Contains(layer.Name)));
            if (pools)
                (height, width) = (height / 2, width / 2);
        }

        return shapes;
    }
}
