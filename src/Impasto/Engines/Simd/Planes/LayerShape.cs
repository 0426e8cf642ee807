using Impasto.Networks;

namespace Impasto.Engines.Simd.Planes;

/// <summary>A layer's size in one step, and what is asked of it.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pools">Whether a pooling follows.</param>
/// <param name="Regions">Regions whose moments are wanted; none where the layer is no style layer.</param>
/// <param name="Content">Whether its features are wanted as they are.</param>
internal sealed record LayerShape(int Height, int Width, bool Pools, IReadOnlyList<LayerRegion> Regions, bool Content)
{
    /// <summary>Whether its moments are wanted.</summary>
    public bool Style => Regions.Count > 0;

    /// <summary>Whether a loss looks at it.</summary>
    public bool Tapped => Style || Content;

    /// <summary>All layers up to the deepest that is wanted.</summary>
    public static IReadOnlyList<LayerShape> Of(IReadOnlyList<Convolution> convolutions, int width, int height, FeatureRequest request)
    {
        List<LayerShape> shapes = [];
        int count = convolutions.TakeWhile(convolution => convolution.Layer <= request.Deepest).Count();
        for (int i = 0; i < count; i++)
        {
            LayerName name = convolutions[i].Layer;
            bool pools = i + 1 < count && convolutions[i + 1].Layer.Block != name.Block;
            shapes.Add(new LayerShape(height, width, pools, LayerRegion.Of(request, name, height, width), request.ContentLayers.Contains(name)));
            if (pools)
                (height, width) = (height / 2, width / 2);
        }

        return shapes;
    }
}
