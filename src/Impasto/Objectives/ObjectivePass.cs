using Impasto.Engines;
using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Storage;
using Impasto.Threads;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>Evaluates the terms of an objective at one scale: it connects engine and losses.</summary>
internal sealed class ObjectivePass
{
    private readonly IReadOnlyList<ILossTerm> _all;
    private readonly IMomentTerm[] _momentTerms;
    private readonly IMapTerm[] _mapTerms;
    private readonly IPixelTerm[] _pixelTerms;
    private readonly MomentTerms _moments;
    private readonly MapTerms _maps;
    private readonly MomentSums _sums;
    private readonly TileRunner _tiles;
    private readonly PixelSpace _space;
    private readonly KeptContent? _kept;
    private readonly PixelBuffer? _composed;
    private readonly bool _isGrey;

    /// <summary>Measures the targets that the terms ask for.</summary>
    /// <param name="reader">Runs the network.</param>
    /// <param name="terms">The terms; at least one needs the network.</param>
    /// <param name="layout">Tiles, and the storage of values.</param>
    /// <param name="inputs">Content and styles.</param>
    public ObjectivePass(
        FeatureReader reader, IReadOnlyList<ILossTerm> terms, ScaleLayout layout, ObjectiveInputs inputs)
    {
        _all = terms;
        _momentTerms = [.. terms.OfType<IMomentTerm>()];
        _mapTerms = [.. terms.OfType<IMapTerm>()];
        _pixelTerms = [.. terms.OfType<IPixelTerm>()];
        _space = reader.Space;
        _isGrey = inputs.IsGrey;
        Team = (reader.Engine as ITeamEngine)?.Team;
        _moments = new MomentTerms(Team, _momentTerms, reader.Network, Math.Max(1, inputs.Regions.Parts.Count));
        IReadOnlyList<LayerName> mapLayers = MapTerms.LayersOf(_mapTerms);
        LayerName deepest = reader.Network.Deepest(_moments.Layers.Concat(mapLayers));
        var scene = new TargetScene(reader, layout, inputs, _moments.Layers, deepest);
        foreach (ILossTerm term in terms)
            term.Prepare(scene);
        Notes = scene.Notes;

        (int width, int height) = (inputs.Content.Width, inputs.Content.Height);
        if (inputs.Regions.Kept is { } kept)
        {
            _kept = new KeptContent(inputs.Content.Point, kept);
            _composed = layout.Store.Create(3L * width * height);
        }

        TileGrid grid = layout.Grid(width, height, TileMargins.Of(reader.Network, deepest));
        var request = new FeatureRequest(_moments.Layers, mapLayers) { Regions = scene.Guides, InBands = layout.InBands };
        _maps = new MapTerms(_mapTerms, grid, reader.Network);
        _sums = new MomentSums(grid.Tiles.Count);
        _tiles = new TileRunner(reader, grid, request, layout.Inputs);
    }

    /// <summary>What was left out, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The engine's threads, for work between its passes; null if it has none of its own.</summary>
    public WorkerTeam? Team { get; }

    /// <summary>The loss at a point and its derivative there.</summary>
    /// <param name="point">The picture; not changed.</param>
    /// <param name="gradient">Receives the derivative; overwritten.</param>
    public LossValue Evaluate(PixelBuffer point, PixelBuffer gradient)
    {
        PixelBuffer seen = point;
        if (_kept is not null)
            _kept.Compose(point, seen = _composed!);
        _sums.Clear();
        Features features = Measure(seen);
        _moments.Evaluate(_sums.Total());
        BufferMath.Clear(gradient);
        double[] pixelValues = EvaluatePixels(seen, gradient);
        _maps.Begin();
        for (int i = _tiles.Grid.Tiles.Count - 1; i >= 0; i--)
        {
            // The engine still holds the last tile's forward pass.
            if (i < _tiles.Grid.Tiles.Count - 1)
                features = _tiles.Forward(seen, _tiles.Grid.Tiles[i], moments: false, keep: true);
            _maps.Add(i, features);
            var gradients = new FeatureGradients(_sums.Share(_moments.Gradients, i), _maps.Gradients);
            _tiles.Backward(_tiles.Grid.Tiles[i], gradients, gradient);
        }

        _kept?.Reduce(gradient);
        if (_isGrey)
            _space.KeepGrey(gradient);
        return LossValue.Of(Parts(pixelValues));
    }

    // Measures the moments of all tiles; the last forward pass is kept for its backward pass.
    private Features Measure(PixelBuffer seen)
    {
        IReadOnlyList<Tile> tiles = _tiles.Grid.Tiles;
        int last = tiles.Count - 1;
        for (int i = _moments.Layers.Count > 0 ? 0 : last; i < last; i++)
            _sums.Add(_tiles.Forward(seen, tiles[i], moments: true, keep: false).Moments);
        Features features = _tiles.Forward(seen, tiles[last], moments: true, keep: true);
        _sums.Add(features.Moments);
        return features;
    }

    private double[] EvaluatePixels(PixelBuffer seen, PixelBuffer gradient)
    {
        var context = new PixelContext(new(_tiles.Grid.Width, _tiles.Grid.Height), seen, gradient);
        double[] values = new double[_pixelTerms.Length];
        for (int i = 0; i < values.Length; i++)
        {
            context.Weight = _pixelTerms[i].Weight;
            values[i] = _pixelTerms[i].Evaluate(context);
        }

        return values;
    }

    // In the order of the terms, whose weights enter here and as the factor on their derivatives.
    private LossPart[] Parts(double[] pixelValues) =>
    [
        .. _all.Select(term => new LossPart(term.Name, term.Weight, term switch
        {
            IMomentTerm moments => _moments.ValueOf(Array.IndexOf(_momentTerms, moments)),
            IMapTerm maps => _maps.ValueOf(Array.IndexOf(_mapTerms, maps)),
            IPixelTerm pixels => pixelValues[Array.IndexOf(_pixelTerms, pixels)],
            _ => throw new InvalidOperationException(
                $"The term '{term.Name}' is neither an IMomentTerm nor an IMapTerm nor an IPixelTerm."),
        })),
    ];
}
