using Impasto.Checkpoints;
using Impasto.Engines;
using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Optimizers;
using Impasto.Storage;
using Impasto.Threads;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>The weighted losses of a picture at one scale, and their gradient: where engine and losses meet.</summary>
internal sealed class StylizeObjective : IObjective, IStateful
{
    private readonly PixelSpace _space;
    private readonly StylizeOptions _options;
    private readonly StyleTargets _targets;
    private readonly TileRunner _tiles;
    private readonly KeptContent? _kept;
    private readonly PixelBuffer? _composed;
    private readonly MomentSums _sums;
    private readonly StyleTerms _styles;
    private readonly Dictionary<LayerName, IReadOnlyList<MomentGradient?>> _styleGradients = [];
    private readonly List<(LayerName Layer, double Weight, ContentTarget Target)> _contents = [];
    private readonly Dictionary<LayerName, float[]> _contentGradients = [];
    private readonly Dictionary<(LayerName Layer, int Length), float[]> _mapGradients = [];
    private readonly List<LossTerms> _recent = [];

    /// <param name="reader">Runs the network.</param>
    /// <param name="options">Weights.</param>
    /// <param name="targets">What the picture shall come near to.</param>
    /// <param name="layout">Tiles, and where values lie.</param>
    /// <param name="content">The content at this scale, and the part of it that is left alone.</param>
    public StylizeObjective(
        FeatureReader reader, StylizeOptions options, StyleTargets targets, ScaleLayout layout, (ScaledPicture Picture, float[]? Kept) content)
    {
        _space = reader.Space;
        _options = options;
        _targets = targets;
        Team = reader.Engine.Team;
        _styles = new StyleTerms(Team);
        (int width, int height) = (content.Picture.Width, content.Picture.Height);
        if (content.Kept is not null)
        {
            _kept = new KeptContent(content.Picture.Point, content.Kept);
            _composed = layout.Store.Create(3L * width * height);
        }

        var request = new FeatureRequest([.. targets.Style.Keys], [.. targets.Content.Keys])
        {
            Regions = targets.Guides.Count > 0 ? targets.Guides : RegionGuides.Whole,
            InBands = layout.InBands,
        };
        TileGrid grid = layout.Grid(width, height, TileMargins.Of(reader.Network, request.Deepest));
        _sums = new MomentSums(grid.Tiles.Count);
        _tiles = new TileRunner(reader.Engine, _space, grid, request, layout.Inputs);
        AddTerms(reader.Network);
    }

    private void AddTerms(Network network)
    {
        foreach ((LayerName layer, double weight) in _options.StyleLayers)
        {
            if (!_targets.Style.TryGetValue(layer, out IReadOnlyList<RegionLoss?>? parts))
                continue;
            var term = new StyleTerm(layer, weight * Share(_options.StyleLayers), parts, network.Maps.GetValueOrDefault(layer));
            _styles.Add(term);
            _styleGradients[layer] = term.Gradients;
        }

        foreach ((LayerName layer, double weight) in _options.ContentLayers)
        {
            if (_targets.Content.TryGetValue(layer, out ContentTarget? target))
                _contents.Add((layer, weight * Share(_options.ContentLayers), target));
        }
    }

    /// <summary>The engine's threads, for work between its passes; null where it has none of its own.</summary>
    public WorkerTeam? Team { get; }

    public double Evaluate(PixelBuffer point, PixelBuffer gradient)
    {
        PixelBuffer seen = point;
        if (_kept is not null)
            _kept.Compose(point, seen = _composed!);
        TileGrid grid = _tiles.Grid;
        _sums.Clear();
        Features features = Measure(seen);
        double style = _styles.Evaluate(_sums.Total(), _options.EffectiveStyleWeight);

        BufferMath.Clear(gradient);
        double content = 0, tv = _options.TvWeight > 0
            ? TotalVariation.Evaluate(seen, grid.Width, grid.Height, _options.Convention, _options.TvWeight, gradient)
            : 0;
        double range = _options.RangeWeight > 0 && !_options.Convention.IsInInputScale()
            ? RangeLoss.Evaluate(seen, _options.RangeWeight, gradient)
            : 0;
        for (int i = grid.Tiles.Count - 1; i >= 0; i--)
        {
            // The last tile's forward pass is still there.
            if (i < grid.Tiles.Count - 1)
                features = _tiles.Forward(seen, grid.Tiles[i], moments: false, keep: true);
            content += Content(i, features);
            _tiles.Backward(grid.Tiles[i], new FeatureGradients(_sums.Share(_styleGradients, i), _contentGradients), gradient);
        }

        _kept?.Reduce(gradient);
        if (_options.Color == ColorMode.Content)
            _space.KeepGrey(gradient);
        double total = (_options.ContentWeight * content) + (_options.EffectiveStyleWeight * style) + (_options.TvWeight * tv)
            + (_options.RangeWeight * range);
        _recent.Add(new LossTerms(total, content, style, tv, range));
        return total;
    }

    // The moments of all tiles; the last goes forward as its backward pass wants it.
    private Features Measure(PixelBuffer seen)
    {
        IReadOnlyList<Tile> tiles = _tiles.Grid.Tiles;
        int last = tiles.Count - 1;
        for (int i = _targets.Style.Count > 0 ? 0 : last; i < last; i++)
            _sums.Add(_tiles.Forward(seen, tiles[i], moments: true, keep: false).Moments);
        Features features = _tiles.Forward(seen, tiles[last], moments: true, keep: true);
        _sums.Add(features.Moments);
        return features;
    }

    /// <summary>The parts of a loss that was evaluated lately; forgets what was evaluated before it.</summary>
    public LossTerms TermsOf(double total)
    {
        int index = Math.Max(0, _recent.FindLastIndex(terms => terms.Total.Equals(total)));
        _recent.RemoveRange(0, index);
        return _recent[0];
    }

    /// <summary>A line search ends where the next step begins: the parts of that loss are told then.</summary>
    public void Exchange(RunState state)
    {
        double[][] kept = [.. state.Numbers("recent", [.. _recent.SelectMany(terms => new[] { terms.Total, terms.Content, terms.Style, terms.Tv, terms.Range })]).Chunk(5)];
        if (state.IsRestoring)
            _recent.AddRange(kept.Where(terms => terms.Length == 5).Select(terms => new LossTerms(terms[0], terms[1], terms[2], terms[3], terms[4])));
    }

    // Fills what the engine carries back.
    private double Content(int index, Features features)
    {
        double loss = 0;
        foreach ((LayerName layer, double weight, ContentTarget target) in _contents)
        {
            float[] gradient = MapGradient(layer, features.Maps[layer].Values.Length);
            loss += weight * target.Evaluate(
                index, _tiles.Grid.Tiles[index], features.Maps[layer], (_options.Convention, _options.ContentWeight * weight), gradient);
            _contentGradients[layer] = gradient;
        }

        return loss;
    }

    private float[] MapGradient(LayerName layer, int length)
    {
        if (!_mapGradients.TryGetValue((layer, length), out float[]? gradient))
            return _mapGradients[(layer, length)] = new float[length];
        gradient.AsSpan().Clear();
        return gradient;
    }

    private double Share(LayerWeights layers) => _options.Convention.CountsShares() ? 1 / layers.Sum : 1;
}
