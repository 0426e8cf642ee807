using Impasto.Engines;
using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Points;
using Impasto.Storage;
using Impasto.Threads;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>Evaluates the terms of an objective at one scale: it connects engine and losses.</summary>
internal sealed class ObjectivePass
{
    private readonly IReadOnlyList<ILossTerm> _all;
    private readonly IPixelTerm[] _pixelTerms;

    // Of each term, in the terms' order: gives its value in the latest evaluation.
    private readonly Func<double>[] _values;
    private readonly double[] _pixelValues;
    private readonly MomentTerms _moments;
    private readonly MapTerms _maps;
    private readonly MomentSums _sums;
    private readonly TileRunner _tiles;
    private readonly PixelSpace _space;
    private readonly KeptContent? _kept;
    private readonly KeptContent? _still;
    private readonly PixelBuffer? _composed;
    private readonly bool _isGrey;
    private readonly TargetScene _scene;

    /// <summary>Measures the targets that the terms ask for.</summary>
    /// <param name="reader">Runs the network.</param>
    /// <param name="terms">The terms; at least one needs the network.</param>
    /// <param name="layout">Tiles, and the storage of values.</param>
    /// <param name="inputs">Content and styles.</param>
    public ObjectivePass(
        FeatureReader reader, IReadOnlyList<ILossTerm> terms, ScaleLayout layout, ObjectiveInputs inputs)
    {
        _all = terms;
        IMomentTerm[] momentTerms = [.. terms.OfType<IMomentTerm>()];
        IMapTerm[] mapTerms = [.. terms.OfType<IMapTerm>()];
        _pixelTerms = [.. terms.OfType<IPixelTerm>()];
        _pixelValues = new double[_pixelTerms.Length];
        _space = reader.Space;
        _isGrey = inputs.IsGrey;
        Team = (reader.Engine as ITeamEngine)?.Team;
        _moments = new MomentTerms(Team, momentTerms, reader.Network, Math.Max(1, inputs.Regions.Parts.Count));
        LayerName[] mapLayers = [.. mapTerms.SelectMany(term => term.Layers).Distinct()];
        LayerName deepest = reader.Network.Deepest(_moments.Layers.Concat(mapLayers));
        _scene = new TargetScene(reader, layout, inputs, _moments.Layers, deepest);
        foreach (ILossTerm term in terms)
            term.Prepare(_scene);

        (int width, int height) = (inputs.Content.Width, inputs.Content.Height);
        if (inputs.Regions.Kept is { } kept)
            _kept = new KeptContent(inputs.Content.Point, kept);
        _still = inputs.Still;
        if (_kept is not null || _still is not null)
            _composed = layout.Store.Create(3L * width * height);

        TileGrid grid = layout.Grid(width, height, TileMargins.Of(reader.Network, deepest));
        var request =
            new FeatureRequest(_moments.Layers, mapLayers) { Regions = _scene.Guides, InBands = layout.InBands };
        _maps = new MapTerms(mapTerms, mapLayers, grid, reader.Network);
        _sums = new MomentSums(grid.Tiles.Count);
        _tiles = new TileRunner(reader, grid, request, layout.Inputs);
        _values = [.. terms.Select(term => ValueOf(term, momentTerms, mapTerms))];
    }

    /// <summary>What was left out, one sentence each.</summary>
    public IReadOnlyList<string> Notes => _scene.Notes;

    /// <summary>The paintings' pixels, arranged as the content's features match theirs.</summary>
    public PixelBuffer MatchedPixels() => _scene.MatchedPixels();

    /// <summary>The engine's threads, for work between its passes; null if it has none of its own.</summary>
    public WorkerTeam? Team { get; }

    /// <summary>The loss at a point and its derivative there.</summary>
    /// <param name="point">The picture; not changed.</param>
    /// <param name="gradient">Receives the derivative; overwritten.</param>
    public LossValue Evaluate(PixelBuffer point, PixelBuffer gradient)
    {
        PixelBuffer seen = point;
        if (_composed is not null)
            seen = _composed;
        _still?.Compose(point, seen);
        _kept?.Compose(_still is null ? point : seen, seen);
        _sums.Clear();
        Features features = Measure(seen);
        _moments.Evaluate(_sums.Total());
        BufferMath.Clear(gradient);
        EvaluatePixels(seen, gradient);
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
        _still?.Reduce(gradient);
        if (_isGrey)
            _space.KeepGrey(gradient);
        return LossValue.Of(Parts());
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

    private void EvaluatePixels(PixelBuffer seen, PixelBuffer gradient)
    {
        var context = new PixelContext(new(_tiles.Grid.Width, _tiles.Grid.Height), seen, gradient);
        for (int i = 0; i < _pixelTerms.Length; i++)
        {
            context.Weight = _pixelTerms[i].Weight;
            _pixelValues[i] = _pixelTerms[i].Evaluate(context);
        }
    }

    private Func<double> ValueOf(ILossTerm term, IMomentTerm[] momentTerms, IMapTerm[] mapTerms)
    {
        int index = term switch
        {
            IMomentTerm moments => Array.IndexOf(momentTerms, moments),
            IMapTerm maps => Array.IndexOf(mapTerms, maps),
            IPixelTerm pixels => Array.IndexOf(_pixelTerms, pixels),
            _ => throw new InvalidOperationException(
                $"The term '{term.Name}' is neither an IMomentTerm nor an IMapTerm nor an IPixelTerm."),
        };
        return term switch
        {
            IMomentTerm => () => _moments.ValueOf(index),
            IMapTerm => () => _maps.ValueOf(index),
            _ => () => _pixelValues[index],
        };
    }

    // A term's weight enters here, and as the factor on its derivative.
    private LossPart[] Parts()
    {
        var parts = new LossPart[_all.Count];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = new LossPart(_all[i].Name, _all[i].Weight, _values[i]());
        return parts;
    }
}
