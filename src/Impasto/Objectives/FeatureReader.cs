using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Losses.Styles;
using Impasto.Matching;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Points;
using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>Runs pictures through the network, tile by tile, to measure a run's targets.</summary>
/// <param name="Engine">Runs the network.</param>
/// <param name="Network">The network.</param>
/// <param name="Space">Converts pictures to the network's input.</param>
internal sealed record FeatureReader(IEngine Engine, Network Network, PixelSpace Space)
{
    private IReadOnlyDictionary<LayerName, LayerMoments>? _usual;
    private Picture? _usualPicture;

    /// <summary>How the engine runs the network.</summary>
    public EngineSettings Settings { get; init; } = new();

    /// <summary>What measures styles, if the picture's own edges see each other; null for this one.</summary>
    public FeatureReader? OfStyles { get; init; }

    /// <summary>A picture's moments.</summary>
    /// <param name="picture">A style at its size.</param>
    /// <param name="request">Layers and regions.</param>
    /// <param name="layout">Tiles.</param>
    /// <exception cref="PictureException">The picture is too small for a layer.</exception>
    public IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> Moments(
        ScaledPicture picture, FeatureRequest request, ScaleLayout layout)
    {
        LayerName deepest = Network.Deepest(request.Layers);
        Network.Layer(deepest).RequireSize(picture.Width, picture.Height, "style");
        TileGrid grid = layout.Grid(picture.Width, picture.Height, TileMargins.Of(Network, deepest));
        var sums = new MomentSums(grid.Tiles.Count);
        Look(picture, grid, layout, request, (_, features) => sums.Add(features.Moments));
        return sums.Total();
    }

    /// <summary>The moments of the <see cref="UsualPicture"/>; the first call measures them.</summary>
    /// <param name="layers">The layers, the same at every call.</param>
    public IReadOnlyDictionary<LayerName, LayerMoments> Usual(IReadOnlyList<LayerName> layers)
    {
        if (_usual is not null && layers.All(_usual.ContainsKey))
            return _usual;
        using var store = new PixelStore();
        return _usual = StyleMoments.Measure(
            Network,
            new WeightedStyle(Drawn),
            Drawn.Size,
            layers,
            request => Moments(UsualPoint, request, new ScaleLayout(ScaleLayout.Whole, store))).Moments;
    }

    /// <summary>The <see cref="UsualPicture"/> as a point.</summary>
    public ScaledPicture UsualPoint => new(Space.View(Drawn), Drawn.Width, Drawn.Height);

    private Picture Drawn => _usualPicture ??= UsualPicture.Draw();

    /// <summary>A picture's features at some layers.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="layers">The layers, at least one.</param>
    /// <param name="deepest">The deepest layer of the optimisation: tiles are those of the optimisation.</param>
    /// <param name="layout">Tiles, and the storage of the features.</param>
    /// <param name="what">What the picture is, for messages.</param>
    /// <exception cref="PictureException">The picture is too small for a layer.</exception>
    public IReadOnlyDictionary<LayerName, FeatureTarget> Content(
        ScaledPicture picture,
        IReadOnlyList<LayerName> layers,
        LayerName deepest,
        ScaleLayout layout,
        string what = "content")
    {
        IReadOnlyDictionary<LayerName, FeatureTarget> targets = NoContent(picture, layers, deepest, layout, what);
        TileGrid grid = layout.Grid(picture.Width, picture.Height, TileMargins.Of(Network, deepest));
        Look(picture, grid, layout, new FeatureRequest([], layers), (index, features) =>
        {
            foreach (LayerName layer in layers)
                targets[layer].Add(index, grid.Tiles[index], features.Maps[layer]);
        });
        return targets;
    }

    /// <summary>Room for a picture's features, filled with zeros.</summary>
    /// <inheritdoc cref="Content"/>
    public IReadOnlyDictionary<LayerName, FeatureTarget> NoContent(
        ScaledPicture picture,
        IReadOnlyList<LayerName> layers,
        LayerName deepest,
        ScaleLayout layout,
        string what = "content")
    {
        Network.Layer(Network.Deepest(layers)).RequireSize(picture.Width, picture.Height, what);
        TileGrid grid = layout.Grid(picture.Width, picture.Height, TileMargins.Of(Network, deepest));
        return layers.ToDictionary(
            layer => layer, layer => new FeatureTarget(Network.Layer(layer), grid, layout.Store));
    }

    /// <summary>
    /// Shows a picture's features at some layers without keeping them, in tiles that no cell of a hypercolumn crosses.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="layers">The layers, at least one.</param>
    /// <param name="layout">Tiles.</param>
    /// <param name="what">What the picture is, for messages.</param>
    /// <param name="visit">Receives each tile and its features, which the next one overwrites.</param>
    /// <param name="results">Features to write into, of visits to the same layers.</param>
    /// <exception cref="PictureException">The picture is too small for a layer.</exception>
    public void Visit(
        ScaledPicture picture,
        IReadOnlyList<LayerName> layers,
        ScaleLayout layout,
        string what,
        Action<Tile, Features> visit,
        Dictionary<(int Width, int Height, bool Kept), Features>? results = null)
    {
        LayerName deepest = Network.Deepest(layers);
        Network.Layer(deepest).RequireSize(picture.Width, picture.Height, what);
        TileMargins margins = TileMargins.Of(Network, deepest).On(Hypercolumn.Stride);
        TileGrid grid = layout.Grid(picture.Width, picture.Height, margins);
        Look(
            picture, grid, layout, new FeatureRequest([], layers),
            (index, features) => visit(grid.Tiles[index], features),
            results);
    }

    private void Look(
        ScaledPicture picture,
        TileGrid grid,
        ScaleLayout layout,
        FeatureRequest request,
        Action<int, Features> visit,
        Dictionary<(int Width, int Height, bool Kept), Features>? results = null)
    {
        var runner = new TileRunner(this, grid, request with { InBands = layout.InBands }, layout.Inputs, results);
        bool measures = request.StyleLayers.Count > 0;
        for (int i = 0; i < grid.Tiles.Count; i++)
            visit(i, runner.Forward(picture.Point, grid.Tiles[i], moments: measures, keep: false));
    }
}
