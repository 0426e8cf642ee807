using Impasto.Engines;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Options;
using Impasto.Tiles;

namespace Impasto.Planning;

/// <summary>What one scale takes when it is done in a certain way.</summary>
/// <param name="engine">Knows its own memory.</param>
/// <param name="network">The network.</param>
/// <param name="options">The recipe.</param>
/// <param name="sizes">The pictures.</param>
internal sealed class ScaleMemory(IEngine engine, Network network, StylizeOptions options, PlanSizes sizes)
{
    private const long FloatBytes = sizeof(float);
    private const long RgbBytes = 3 * FloatBytes;

    // Code, small arrays and what the collected heap is allowed to be late with.
    private const long Fixed = 128L << 20;

    // The collector may still hold what the scale before had of the same kind.
    private const long Late = 2;

    // Tiles bring small matrices and masks of their own, files pieces on their way.
    private const long FixedForTiles = 64L << 20;

    // With large arrays on its heap the collector waits for more garbage: measured at 0.3 of the pictures' bytes at 100 megapixels.
    private const double HeldBack = 0.4;

    // Seams, and what is computed again: measured at 1.07 with VGG-19 and 1.13 with the compact network.
    private const double BandsTime = 1.1;

    private readonly IReadOnlyList<LayerName> _style = options.StyleWeight > 0 ? options.StyleLayers.Used : [];
    private readonly IReadOnlyList<LayerName> _content = options.ContentWeight > 0 ? options.ContentLayers.Used : [];

    /// <summary>The deepest layer that the optimisation looks at.</summary>
    private LayerName Deepest => _style.Concat(_content).Max();

    /// <summary>A picture's tiles.</summary>
    public TileGrid Grid(int width, int height, int core) => TileGrid.Of(width, height, core, TileMargins.Of(network, Deepest));

    /// <summary>Whether the engine takes less memory for the largest tile when it works in bands.</summary>
    public bool BandsSave(TileGrid grid) => EngineBytes(grid, inBands: true) < EngineBytes(grid, inBands: false);

    /// <summary>Bytes of the pictures that lie beside the runs before this one.</summary>
    public long Beside => (long)((1 + HeldBack) * Own());

    /// <summary>Where memory goes during the scale's steps.</summary>
    public IReadOnlyList<StylizePlanPart> Parts(StylizePlanScale scale, (int Width, int Height) final)
    {
        long pixels = (long)scale.Width * scale.Height, vectors = pixels * RgbBytes;
        TileGrid grid = Grid(scale.Width, scale.Height, scale.Core);
        long state = scale.OnDisk ? 8 * FloatBytes * Storage.PixelBuffer.PieceLength : Vectors(scale) * vectors + ContentTarget(pixels);
        return
        [
            new("pictures", Pictures(scale, final)),
            new("pixels and optimiser", state),
            new("network and features", EngineBytes(grid, scale.InBands)),
            new("tiles' own", Late * (TileRoom(grid) + StyleRoom(scale, final))),
            new("everything else", Fixed + (grid.IsWhole && !scale.OnDisk ? 0 : FixedForTiles) + (long)(HeldBack * Own())),
        ];
    }

    /// <summary>Bytes of the scale's temporary files.</summary>
    public long DiskBytes(StylizePlanScale scale, (int Width, int Height) final)
    {
        long pixels = (long)scale.Width * scale.Height;
        return scale.OnDisk ? (Vectors(scale) * pixels * RgbBytes) + ContentTarget(pixels) + AtScale(scale, final) : 0;
    }

    /// <summary>Bytes while the result is made and written: features are still held, the optimiser's vectors are not.</summary>
    public long AtTheEnd(StylizePlanScale scale, (int Width, int Height) final)
    {
        long engineBytes = EngineBytes(Grid(scale.Width, scale.Height, scale.Core), scale.InBands);
        long pixels = (long)final.Width * final.Height;
        long point = scale.OnDisk ? 0 : pixels * RgbBytes;
        long results = options.Color == ColorMode.Content || options.Regions.Count > 0 ? 3 : 1;
        return Pictures(scale, final) + point + (results * pixels * RgbBytes) + (8 * pixels) + engineBytes + Fixed + FixedForTiles;
    }

    /// <summary>Multiplications of the scale's steps.</summary>
    public double Multiplications(StylizePlanScale scale)
    {
        TileGrid grid = Grid(scale.Width, scale.Height, scale.Core);
        double passes = grid.IsWhole || _style.Count == 0 ? 2 : 3 - (1.0 / grid.Tiles.Count);
        return (scale.InBands ? BandsTime : 1) * scale.Steps * passes * grid.Overhead * network.MultiplicationsPerPixel(Deepest) * scale.Width * scale.Height;
    }

    // The point, the one before, the best; and the optimiser's own.
    private long Vectors(StylizePlanScale scale) => 3
        + (options.Optimizer == OptimizerKind.Adam ? 3 : 5 + ((options.RoundsPairs ? 1L : 2L) * Math.Min(scale.History, scale.Steps)))
        + (options.Regions.Count > 0 ? 2 : 0) + (options.Average > 0 ? 1 : 0);

    private long ContentTarget(long pixels) =>
        _content.Sum(layer => network[layer].Outputs * FloatBytes * pixels / (layer.Stride * layer.Stride));

    // Content, styles and start as they came; and the content at the scale with one style after the other, unless on disk.
    private long Pictures(StylizePlanScale scale, (int Width, int Height) final)
    {
        long masks = options.Regions.Count * (long)scale.Width * scale.Height * 4 * FloatBytes;
        return Own() + masks + (scale.OnDisk ? 0 : AtScale(scale, final));
    }

    private long Own()
    {
        long perPixel = RgbBytes + (sizes.Alpha ? FloatBytes : 0);
        long pictures = sizes.InitPixels + sizes.Styles.Sum(Pixels) + sizes.Mixed.Sum(mixed => Pixels(mixed.Strokes));
        long own = (Pixels(sizes.Content) * perPixel) + (pictures * RgbBytes);
        return (options.Color == ColorMode.Style ? own : 2 * own) + (sizes.Mixed.Sum(MixedPixels) * RgbBytes);
    }

    private long MixedPixels(MixedSizes mixed)
    {
        (int Width, int Height) final = Pyramid.Final(options, sizes.Content.Width, sizes.Content.Height);
        return StyleMixing.Recipe(options, mixed.Style, final) is { } recipe ? Pixels(Pyramid.Final(recipe, mixed.Style.Width, mixed.Style.Height)) : 0;
    }

    // Recipes that optimise the network's own input turn pictures into that, beside the resized ones.
    private long AtScale(StylizePlanScale scale, (int Width, int Height) final)
    {
        long turned = options.Convention.IsInInputScale() ? RgbBytes : 0;
        long sum = (long)scale.Width * scale.Height * ((scale.Width, scale.Height) == sizes.Content ? turned : RgbBytes + turned);
        return sum + sizes.Styles.Select(style =>
        {
            (int Width, int Height) size = Pyramid.Style(options, style.Width, style.Height, (scale.Width, scale.Height), final);
            return Pixels(size) * (size == style ? turned : RgbBytes + turned);
        }).DefaultIfEmpty(0).Max();
    }

    private long StyleRoom(StylizePlanScale scale, (int Width, int Height) final) => sizes.Styles.Sum(style =>
    {
        (int width, int height) = Pyramid.Style(options, style.Width, style.Height, (scale.Width, scale.Height), final);
        return Grid(width, height, scale.Core).Tiles.Select(tile => tile.Area.Count).Distinct().Sum() * RgbBytes;
    });

    // Tiles of up to four shapes keep their input, what came out of them, its gradient and their mask.
    private long TileRoom(TileGrid grid)
    {
        long room = 0;
        foreach (var shape in grid.Tiles.GroupBy(tile => (tile.Area.Width, tile.Area.Height)))
        {
            long pixels = (long)shape.Key.Width * shape.Key.Height;
            int masks = grid.IsWhole ? 0 : Math.Min(4, shape.Count()) + options.Regions.Count;
            room += (pixels * RgbBytes) + (3 * ContentTarget(pixels)) + (masks * pixels * FloatBytes * 3 / 2);
            room += _style.Sum(layer => 3L * sizeof(double) * network[layer].Outputs * network[layer].Outputs) * (1 + options.Regions.Count);
        }

        return room + _style.Sum(layer => 8L * sizeof(double) * Nominal(layer) * Nominal(layer)) * (1 + options.Regions.Count);
    }

    private long Nominal(LayerName layer) => network.Maps.TryGetValue(layer, out LinearMap? map) ? map.Outputs : network[layer].Outputs;

    private long EngineBytes(TileGrid grid, bool inBands) => engine.BytesFor(
        grid.Largest.Width,
        grid.Largest.Height,
        new FeatureRequest(_style, _content, KeepForBackward: true)
        {
            Regions = [.. Enumerable.Repeat(RegionGuides.Whole[0], options.Regions.Count + 1)],
            InBands = inBands,
        });

    private static long Pixels((int Width, int Height) size) => (long)size.Width * size.Height;
}
