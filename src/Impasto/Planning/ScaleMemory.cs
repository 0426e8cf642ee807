using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Matching;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Options;
using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Planning;

/// <summary>Estimates memory and work of one scale, for one way of doing it.</summary>
/// <param name="engine">Gives its memory for a pass.</param>
/// <param name="network">The network.</param>
/// <param name="options">The recipe.</param>
/// <param name="sizes">The pictures.</param>
internal sealed class ScaleMemory(IEngine engine, Network network, StylizeOptions options, PlanSizes sizes)
{
    private const long FloatBytes = sizeof(float);
    private const long RgbBytes = 3 * FloatBytes;

    // Code, small arrays, and garbage that is not collected yet.
    private const long Fixed = 128L << 20;

    // The collector may still hold the arrays of the previous scale.
    private const long Late = 2;

    // Tiles need small matrices and masks of their own; files need buffers for pieces.
    private const long FixedForTiles = 64L << 20;

    // With large arrays on its heap the collector waits for more garbage: measured at 0.3 of the pictures' bytes at 100
    // megapixels.
    private const double HeldBack = 0.4;

    // Time of bands relative to one piece, for seams and repeated work: measured at 1.07 with VGG-19 and 1.13 with the
    // compact network.
    private const double BandsTime = 1.1;

    private readonly IReadOnlyList<LayerName> _style =
        [.. (options.Losses.HasStyle ? options.Losses.StyleLayers.Used : []).Union(sizes.ExtraMomentLayers)];

    private readonly IReadOnlyList<LayerName> _content =
        [.. options.Losses.UsedMaps.Union(sizes.ExtraMapLayers)];

    // In the last scale's last steps.
    private readonly IReadOnlyList<LayerName> _split =
        [.. options.Losses.UsedSplitMaps.Union(sizes.ExtraMapLayers)];

    private readonly Hypercolumn _column = Hypercolumn.Of(network);

    /// <summary>The deepest layer that the optimisation uses.</summary>
    private LayerName Deepest => network.Deepest(_style.Concat(_content).Concat(_split));

    /// <summary>A picture's tiles.</summary>
    public TileGrid Grid(PictureSize size, int core) =>
        TileGrid.Of(size.Width, size.Height, core, TileMargins.Of(network, Deepest));

    /// <summary>
    /// Whether the content features of the largest tile fit into arrays, however much memory there is.
    /// </summary>
    public bool FitsArrays(TileGrid grid) => _content.Concat(_split).All(
        layer => network.Layer(layer).Values(grid.Largest.Width, grid.Largest.Height) <= Array.MaxLength);

    /// <summary>Whether the engine takes less memory for the largest tile when it works in bands.</summary>
    public bool BandsSave(TileGrid grid) => EngineBytes(grid, inBands: true) < EngineBytes(grid, inBands: false);

    /// <summary>Bytes of this run's pictures, which are in memory during the mixing runs before it.</summary>
    public long Beside => (long)((1 + HeldBack) * Own());

    /// <summary>The uses of memory during the scale's steps.</summary>
    public IReadOnlyList<StylizePlanPart> Parts(StylizePlanScale scale, PictureSize final)
    {
        long pixels = scale.Size.Pixels;
        TileGrid grid = Grid(scale.Size, scale.Core);
        long state = scale.OnDisk
            ? 8 * FloatBytes * PixelBuffer.PieceLength
            : VectorBytes(scale) + ContentTarget(pixels) + MatchedPixels(pixels);
        return
        [
            new("pictures", Pictures(scale, final)),
            new("pixels and optimiser", state),
            new("network and features", EngineBytes(grid, scale.InBands)),
            .. IsMatching ? [new StylizePlanPart("matches", MatchBytes(scale, final))] : Array.Empty<StylizePlanPart>(),
            new("tiles' own", Late * (TileRoom(grid) + StyleRoom(scale, final))),
            new(
                "everything else",
                Fixed + (grid.IsWhole && !scale.OnDisk ? 0 : FixedForTiles) + (long)(HeldBack * Own())),
        ];
    }

    /// <summary>Bytes of the scale's temporary files.</summary>
    public long DiskBytes(StylizePlanScale scale, PictureSize final)
    {
        long pixels = scale.Size.Pixels;
        long matched = IsMatching ? Painted(scale, final).Select(ContentTarget).DefaultIfEmpty(0).Max() : 0;
        return scale.OnDisk
            ? VectorBytes(scale) + ContentTarget(pixels) + (9 * MatchedPixels(pixels) / 4) + AtScale(scale, final)
                + matched
            : 0;
    }

    /// <summary>
    /// Bytes while the result is made and written: features are still held, the optimiser's vectors are not.
    /// </summary>
    public long AtTheEnd(StylizePlanScale scale, PictureSize final)
    {
        long engineBytes = EngineBytes(Grid(scale.Size, scale.Core), scale.InBands);
        long pixels = final.Pixels;
        long point = scale.OnDisk ? 0 : pixels * RgbBytes;
        long results = options.Color.Mode == ColorMode.Content || sizes.Regions > 0 ? 3 : 1;
        // Both pictures, their colours and the filter's planes.
        if (options.Color.Mode == ColorMode.Tint)
            results += 5;
        return Pictures(scale, final) + point + (results * pixels * RgbBytes) + (8 * pixels) + engineBytes + Fixed
            + FixedForTiles;
    }

    /// <summary>Whether a scale looks for matches, instead of taking what the coarser scale's suggest.</summary>
    public bool LooksForMatches(StylizePlanScale scale, PictureSize final) =>
        IsMatching && (Positions(scale, final) <= FeatureMatcher.MostRefined || !HasCoarser(scale));

    /// <summary>Multiplications of the scale's steps, and of the search for matches before them.</summary>
    public double Multiplications(StylizePlanScale scale, PictureSize final)
    {
        TileGrid grid = Grid(scale.Size, scale.Core);
        double passes = grid.IsWhole || _style.Count == 0 ? 2 : 3 - (1.0 / grid.Tiles.Count);
        double work = (scale.InBands ? BandsTime : 1) * scale.Steps * passes * grid.Overhead;
        double steps = work * network.Layer(Deepest).Multiplications * scale.Size.Width * scale.Size.Height;
        return IsMatching && scale.Steps > 0 ? steps + Matching(scale, final) : steps;
    }

    private bool IsMatching =>
        options.Losses.HasMatch && sizes.Styles.Count > 0;

    private IEnumerable<long> Painted(StylizePlanScale scale, PictureSize final) =>
        sizes.Styles.Select(style => Pyramid.Style(options.Sizing, style, scale.Size, final).Pixels);

    private long MatchedPixels(long pixels) => IsMatching && options.Losses.MatchDetail > 0 ? pixels * RgbBytes : 0;

    // Vectors of picture and paintings, and the same again as directions and in panels; features of a tile in all
    // layers of the vectors; one painting's features as targets, and the places they go to. After that one of the
    // painting's colours, and the matched pixels at half the size and enlarged again.
    private long MatchBytes(StylizePlanScale scale, PictureSize final)
    {
        long[] painted = [.. Painted(scale, final)];
        long positions = ((3 * painted.Sum()) + (2 * scale.Size.Pixels)) / (Hypercolumn.Stride * Hypercolumn.Stride);
        IEnumerable<PictureSize> looked = sizes.Styles
            .Select(style => Pyramid.Style(options.Sizing, style, scale.Size, final)).Append(scale.Size);
        int core = Math.Min(scale.Core, ScaleLayout.LookCore);
        long shapes = looked.SelectMany(size => Grid(size, core).Tiles)
            .Select(tile => (tile.Area.Width, tile.Area.Height)).Distinct()
            .Sum(shape => (long)shape.Width * shape.Height);
        IEnumerable<LayerInfo> split =
            scale.SplitSteps > 0 ? options.Losses.SplitLayers.Used.Select(network.Layer) : [];
        long column = Math.Max(_column.Layers.Sum(Looked), split.Select(Looked).DefaultIfEmpty(0).Max());
        long targets = scale.OnDisk ? 0 : ContentTarget(painted.Max()) + (scale.Size.Pixels * RgbBytes);
        long plane = options.Losses.MatchDetail > 0
            ? (Late * FloatBytes * painted.Max()) + (scale.OnDisk ? 0 : 5 * RgbBytes * scale.Size.Pixels / 4)
            : 0;
        int finest = options.Losses.UsedMatches.Min(network.StrideOf);
        long places = 2 * 3 * sizeof(int) * scale.Size.Pixels / (finest * finest);
        if (!LooksForMatches(scale, final))
            return Math.Max(plane, targets + (Late * (places + (positions * sizeof(int)))));
        // While the painting's pixels are arranged its features are gone.
        int directions = IsAround(scale, final) ? FeatureBasis.Fewest : FeatureBasis.Most;
        return Math.Max(plane, (Late * ((positions * directions * FloatBytes) + places)) + column + targets);

        long Looked(LayerInfo layer) => layer.Channels * FloatBytes * shapes / (layer.Stride * layer.Stride);
    }

    // A look at each painting and one at the picture for the vectors, one at each painting for the targets; then the
    // search. The look at a small painting for the directions counts as nothing.
    private double Matching(StylizePlanScale scale, PictureSize final)
    {
        double painted = Painted(scale, final).Sum(), cells = Hypercolumn.Stride * Hypercolumn.Stride;
        double keys = painted / cells, places = scale.Size.Pixels / cells;
        if (!LooksForMatches(scale, final))
            return painted * network.Layer(Deepest).Multiplications;
        bool isAround = IsAround(scale, final);
        double directions = isAround ? FeatureBasis.Fewest : FeatureBasis.Most;
        double search = places * directions * (isAround ? MatchField.MostSuggestions : keys);
        double matching = Look(network.Layer(network.Deepest(_column.Names)), _column);
        if (scale.SplitSteps > 0)
        {
            matching += options.Losses.SplitLayers.Used
                .Select(network.Layer)
                .Sum(layer => Look(layer, Hypercolumn.Of(layer)));
        }

        return matching;

        double Look(LayerInfo deepest, Hypercolumn column) =>
            (((2 * painted) + scale.Size.Pixels) * deepest.Multiplications)
            + ((keys + places) * directions * column.Length) + search;
    }

    // Whether a large scale searches around the matches of a coarser one.
    private bool IsAround(StylizePlanScale scale, PictureSize final) =>
        Positions(scale, final) > FeatureMatcher.MostSearched && HasCoarser(scale);

    private long Positions(StylizePlanScale scale, PictureSize final) =>
        Math.Max(Painted(scale, final).Sum(), scale.Size.Pixels) / (Hypercolumn.Stride * Hypercolumn.Stride);

    private bool HasCoarser(StylizePlanScale scale) =>
        Pyramid.Scales(options, network, sizes.Content)[0] != scale.Size;

    // The point, the previous one and the best one; the optimiser's own; two for parts that keep the content.
    private long VectorBytes(StylizePlanScale scale)
    {
        double vectors = 3 + scale.Optimizer.VectorsFor(scale.Steps) + (sizes.Regions > 0 ? 2 : 0);
        return (long)(vectors * scale.Size.Pixels * RgbBytes);
    }

    private long ContentTarget(long pixels)
    {
        return Math.Max(Of(_content), Of(_split));

        long Of(IReadOnlyList<LayerName> layers) => layers.Select(network.Layer)
            .Sum(layer => layer.Channels * FloatBytes * pixels / (layer.Stride * layer.Stride));
    }

    // Content, styles and start at full size; and, unless on disk, the content and one style at the scale's size.
    private long Pictures(StylizePlanScale scale, PictureSize final)
    {
        long masks = sizes.Regions * scale.Size.Pixels * 4 * FloatBytes;
        return Own() + masks + (scale.OnDisk ? 0 : AtScale(scale, final));
    }

    private long Own()
    {
        // Colours that nobody sees are replaced in a copy, and colours are multiplied by alpha in another.
        long perPixel = RgbBytes + (sizes.Alpha ? FloatBytes + (2 * RgbBytes) : 0);
        long pictures = sizes.StartPixels + sizes.Styles.Sum(style => style.Pixels)
            + sizes.Mixed.Sum(mixed => mixed.Strokes.Pixels);
        long own = (sizes.Content.Pixels * perPixel) + (pictures * RgbBytes);
        bool copies = options.Color.Mode is ColorMode.Content or ColorMode.Match or ColorMode.Tint;
        return (copies ? 2 * own : own) + (sizes.Mixed.Sum(MixedPixels) * RgbBytes);
    }

    private long MixedPixels(MixedSizes mixed)
    {
        PictureSize final = Pyramid.Final(options.Sizing, sizes.Content);
        return StyleMixing.Recipe(options, network, mixed.Style, final) is { } recipe
            ? Pyramid.Final(recipe.Sizing, mixed.Style).Pixels
            : 0;
    }

    // Recipes that optimise the network's input hold the pictures' conversion to it besides the resized pictures.
    private long AtScale(StylizePlanScale scale, PictureSize final)
    {
        long turned = options.Losses.Convention.Pixels == PixelScaleMode.NetworkInput ? RgbBytes : 0;
        long content = scale.Size.Pixels * (scale.Size == sizes.Content ? turned : RgbBytes + turned);
        return content + sizes.Styles.Select(style =>
        {
            PictureSize size = Pyramid.Style(options.Sizing, style, scale.Size, final);
            return size.Pixels * (size == style ? turned : RgbBytes + turned);
        }).DefaultIfEmpty(0).Max();
    }

    private long StyleRoom(StylizePlanScale scale, PictureSize final) => sizes.Styles.Sum(style =>
    {
        PictureSize size = Pyramid.Style(options.Sizing, style, scale.Size, final);
        return Grid(size, scale.Core).Tiles.Select(tile => tile.Area.Count).Distinct().Sum() * RgbBytes;
    });

    // Each shape of tiles, up to four, has an input, features, their gradient and masks of its own.
    private long TileRoom(TileGrid grid)
    {
        long room = 0;
        foreach (var shape in grid.Tiles.GroupBy(tile => (tile.Area.Width, tile.Area.Height)))
        {
            long pixels = (long)shape.Key.Width * shape.Key.Height;
            int masks = grid.IsWhole ? 0 : Math.Min(4, shape.Count()) + sizes.Regions;
            room += (pixels * RgbBytes) + (3 * ContentTarget(pixels)) + (masks * pixels * FloatBytes * 3 / 2);
            long matrices = _style.Sum(layer => 3L * sizeof(double) * network[layer].Outputs * network[layer].Outputs);
            room += matrices * (1 + sizes.Regions);
        }

        return room + _style.Sum(layer => 8L * sizeof(double) * Nominal(layer) * Nominal(layer)) * (1 + sizes.Regions);
    }

    private long Nominal(LayerName layer) =>
        network.Maps.TryGetValue(layer, out LinearMap? map) ? map.Outputs : network[layer].Outputs;

    private long EngineBytes(TileGrid grid, bool inBands)
    {
        return Math.Max(Of(_content), Of(_split));

        long Of(IReadOnlyList<LayerName> maps) => engine.BytesFor(
            grid.Largest.Width,
            grid.Largest.Height,
            new FeatureRequest(_style, maps, KeepForBackward: true)
            {
                Regions = [.. Enumerable.Repeat(RegionGuides.Whole[0], sizes.Regions + 1)],
                InBands = inBands,
            });
    }
}
