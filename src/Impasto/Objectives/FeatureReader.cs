using Impasto.Engines;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>Looks at pictures through the network, tile by tile: what a run's targets are made from.</summary>
/// <param name="Engine">Runs the network.</param>
/// <param name="Network">The network.</param>
/// <param name="Space">How pictures become the network's input.</param>
internal sealed record FeatureReader(IEngine Engine, Network Network, PixelSpace Space)
{
    /// <summary>A picture's moments.</summary>
    /// <param name="picture">A style at its size.</param>
    /// <param name="request">Layers and regions.</param>
    /// <param name="layout">Tiles.</param>
    /// <exception cref="ImpastoException">The picture is too small for a layer.</exception>
    public IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> Moments(
        ScaledPicture picture, FeatureRequest request, ScaleLayout layout)
    {
        RequireSize(picture, request.Deepest, "style");
        TileGrid grid = layout.Grid(picture.Width, picture.Height, TileMargins.Of(Network, request.Deepest));
        var sums = new MomentSums(grid.Tiles.Count);
        Look((picture, grid, layout), request, (_, features) => sums.Add(features.Moments));
        return sums.Total();
    }

    /// <summary>The content's features at some layers.</summary>
    /// <param name="picture">The content.</param>
    /// <param name="layers">Layers of the content loss; none gives nothing.</param>
    /// <param name="others">Layers at which only style is compared: tiles are those of the optimisation.</param>
    /// <param name="layout">Tiles, and where the features are kept.</param>
    /// <exception cref="ImpastoException">The picture is too small for a layer.</exception>
    public IReadOnlyDictionary<LayerName, ContentTarget> Content(
        ScaledPicture picture, IReadOnlyList<LayerName> layers, IReadOnlyList<LayerName> others, ScaleLayout layout)
    {
        var targets = new Dictionary<LayerName, ContentTarget>();
        if (layers.Count == 0)
            return targets;
        RequireSize(picture, layers.Max(), "content");
        TileGrid grid = layout.Grid(picture.Width, picture.Height, TileMargins.Of(Network, layers.Concat(others).Max()));
        foreach (LayerName layer in layers)
            targets[layer] = new ContentTarget(layer, Network[layer].Outputs, grid, layout.Store);
        Look((picture, grid, layout), new FeatureRequest([], layers), (index, features) =>
        {
            foreach (LayerName layer in layers)
                targets[layer].Add(index, grid.Tiles[index], features.Maps[layer]);
        });
        return targets;
    }

    private void Look((ScaledPicture Picture, TileGrid Grid, ScaleLayout Layout) what, FeatureRequest request, Action<int, Features> visit)
    {
        var runner = new TileRunner(Engine, Space, what.Grid, request with { InBands = what.Layout.InBands }, what.Layout.Inputs);
        for (int i = 0; i < what.Grid.Tiles.Count; i++)
            visit(i, runner.Forward(what.Picture.Point, what.Grid.Tiles[i], moments: request.StyleLayers.Count > 0, keep: false));
    }

    private static void RequireSize(ScaledPicture picture, LayerName deepest, string what)
    {
        if (Math.Min(picture.Width, picture.Height) < deepest.Stride)
        {
            throw new ImpastoException(
                $"The {what} is too small at {picture.Width} x {picture.Height}: {deepest} needs at least "
                + $"{deepest.Stride} x {deepest.Stride} pixels.");
        }
    }
}
