using Impasto.Checkpoints;
using Impasto.Color;
using Impasto.Engines;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Storage;

namespace Impasto.Optimization;

/// <summary>The weighted losses of a picture at one scale, and their gradient: where engine and losses meet.</summary>
internal sealed class StylizeObjective : IObjective, IStateful
{
    private readonly Network _network;
    private readonly PixelSpace _space;
    private readonly StylizeOptions _options;
    private readonly StyleTargets _targets;
    private readonly TileRunner _tiles;
    private readonly KeptContent? _kept;
    private readonly PixelBuffer? _composed;
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
        _network = reader.Network;
        _space = reader.Space;
        _options = options;
        _targets = targets;
        (int width, int height) = (content.Picture.Width, content.Picture.Height);
        if (content.Kept is not null)
        {
            _kept = new KeptContent(content.Picture.Point, content.Kept);
            _composed = layout.Store.Create(3L * width * height);
        }

        var request = new FeatureRequest([.. targets.Style.Keys], [.. targets.Content.Keys])
        {
            Regions = targets.Guides.Count > 0 ? targets.Guides : RegionGuides.Whole,
        };
        TileGrid grid = layout.Grid(width, height, TileMargins.Of(_network, request.Deepest));
        _tiles = new TileRunner(reader.Engine, _space, grid, request, layout.Inputs);
    }

    public double Evaluate(PixelBuffer point, PixelBuffer gradient)
    {
        PixelBuffer seen = point;
        if (_kept is not null)
            _kept.Compose(point, seen = _composed!);
        TileGrid grid = _tiles.Grid;
        var sums = new MomentSums(grid.Tiles.Count);
        Features features = Measure(seen, sums);
        (double style, Dictionary<LayerName, IReadOnlyList<MomentGradient?>> moments) = Style(sums.Total());

        BufferMath.Clear(gradient);
        double content = 0, tv = _options.TvWeight > 0
            ? TotalVariation.Evaluate(seen, grid.Width, grid.Height, _options.Convention, _options.TvWeight, gradient)
            : 0;
        for (int i = grid.Tiles.Count - 1; i >= 0; i--)
        {
            // The last tile's forward pass is still there.
            if (i < grid.Tiles.Count - 1)
                features = _tiles.Forward(seen, grid.Tiles[i], moments: false, keep: true);
            (double part, Dictionary<LayerName, float[]> maps) = Content(i, features);
            content += part;
            _tiles.Backward(grid.Tiles[i], new FeatureGradients(sums.Share(moments, i), maps), gradient);
        }

        _kept?.Reduce(gradient);
        if (_options.Color == ColorMode.Content)
            _space.KeepGrey(gradient);
        double total = (_options.ContentWeight * content) + (_options.EffectiveStyleWeight * style) + (_options.TvWeight * tv);
        _recent.Add(new LossTerms(total, content, style, tv));
        return total;
    }

    // The moments of all tiles; the last goes forward as its backward pass wants it.
    private Features Measure(PixelBuffer seen, MomentSums sums)
    {
        IReadOnlyList<Tile> tiles = _tiles.Grid.Tiles;
        int last = tiles.Count - 1;
        for (int i = _targets.Style.Count > 0 ? 0 : last; i < last; i++)
            sums.Add(_tiles.Forward(seen, tiles[i], moments: true, keep: false).Moments);
        Features features = _tiles.Forward(seen, tiles[last], moments: true, keep: true);
        sums.Add(features.Moments);
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
        double[][] kept = [.. state.Numbers("recent", [.. _recent.SelectMany(terms => new[] { terms.Total, terms.Content, terms.Style, terms.Tv })]).Chunk(4)];
        if (state.IsRestoring)
            _recent.AddRange(kept.Where(terms => terms.Length == 4).Select(terms => new LossTerms(terms[0], terms[1], terms[2], terms[3])));
    }

    private (double Loss, Dictionary<LayerName, IReadOnlyList<MomentGradient?>> Gradients) Style(
        IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> all)
    {
        var gradients = new Dictionary<LayerName, IReadOnlyList<MomentGradient?>>();
        double loss = 0, share = Share(_options.StyleLayers);
        foreach ((LayerName layer, double layerWeight) in _options.StyleLayers)
        {
            if (!_targets.Style.TryGetValue(layer, out IReadOnlyList<RegionLoss?>? parts))
                continue;
            LinearMap? map = _network.Maps.GetValueOrDefault(layer);
            var found = new MomentGradient?[parts.Count];
            for (int part = 0; part < parts.Count; part++)
            {
                if (parts[part] is not { } target)
                    continue;
                LayerMoments seen = all[layer][part], current = map is null ? seen : seen.Through(map);
                double weight = layerWeight * share * target.Share;
                MomentGradient gradient = MomentGradient.Zero(current.Channels);
                loss += weight * target.Loss.Evaluate(current, _options.EffectiveStyleWeight * weight, gradient);
                found[part] = map is null ? gradient : gradient.Before(map);
            }

            gradients[layer] = found;
        }

        return (loss, gradients);
    }

    private (double Loss, Dictionary<LayerName, float[]> Gradients) Content(int index, Features features)
    {
        var gradients = new Dictionary<LayerName, float[]>();
        double loss = 0, share = Share(_options.ContentLayers);
        foreach ((LayerName layer, double layerWeight) in _options.ContentLayers)
        {
            if (!_targets.Content.TryGetValue(layer, out ContentTarget? target))
                continue;
            double weight = layerWeight * share;
            float[] gradient = MapGradient(layer, features.Maps[layer].Values.Length);
            loss += weight * target.Evaluate(
                index, _tiles.Grid.Tiles[index], features.Maps[layer], (_options.Convention, _options.ContentWeight * weight), gradient);
            gradients[layer] = gradient;
        }

        return (loss, gradients);
    }

    private float[] MapGradient(LayerName layer, int length)
    {
        if (!_mapGradients.TryGetValue((layer, length), out float[]? gradient))
            return _mapGradients[(layer, length)] = new float[length];
        gradient.AsSpan().Clear();
        return gradient;
    }

    // The relative convention counts shares of the layers' weights, the others the weights as they are.
    private double Share(LayerWeights layers) => _options.Convention == LossConvention.Relative ? 1 / layers.Sum : 1;
}
