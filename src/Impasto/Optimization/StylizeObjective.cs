using Impasto.Engines;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Storage;

namespace Impasto.Optimization;

/// <summary>The weighted losses of a picture at one scale, and their gradient: where engine and losses meet.</summary>
internal sealed class StylizeObjective : IObjective
{
    private readonly Network _network;
    private readonly StylizeOptions _options;
    private readonly StyleTargets _targets;
    private readonly TileRunner _tiles;
    private readonly Dictionary<(LayerName Layer, int Length), float[]> _mapGradients = [];
    private readonly List<LossTerms> _recent = [];

    public StylizeObjective(
        IEngine engine, Network network, PixelSpace space, StylizeOptions options, StyleTargets targets, TileGrid grid)
    {
        _network = network;
        _options = options;
        _targets = targets;
        _tiles = new TileRunner(engine, space, grid, new FeatureRequest([.. targets.Style.Keys], [.. targets.Content.Keys]));
    }

    public double Evaluate(PixelBuffer point, PixelBuffer gradient)
    {
        TileGrid grid = _tiles.Grid;
        int last = grid.Tiles.Count - 1;
        var sums = new MomentSums();
        for (int i = _targets.Style.Count > 0 ? 0 : last; i < last; i++)
            sums.Add(_tiles.Forward(point, grid.Tiles[i], moments: true, keep: false).Moments);
        Features features = _tiles.Forward(point, grid.Tiles[last], moments: true, keep: true);
        sums.Add(features.Moments);
        (double style, Dictionary<LayerName, IReadOnlyList<MomentGradient?>> moments) = Style(sums.Total());

        BufferMath.Clear(gradient);
        double content = 0, tv = _options.TvWeight > 0
            ? TotalVariation.Evaluate(point, grid.Width, grid.Height, _options.Convention, _options.TvWeight, gradient)
            : 0;
        for (int i = last; i >= 0; i--)
        {
            // The last tile's forward pass is still there.
            if (i < last)
                features = _tiles.Forward(point, grid.Tiles[i], moments: false, keep: true);
            (double part, Dictionary<LayerName, float[]> maps) = Content(i, features);
            content += part;
            _tiles.Backward(grid.Tiles[i], new FeatureGradients(sums.Share(moments, i), maps), gradient);
        }

        double total = (_options.ContentWeight * content) + (_options.StyleWeight * style) + (_options.TvWeight * tv);
        _recent.Add(new LossTerms(total, content, style, tv));
        return total;
    }

    /// <summary>The parts of a loss that was evaluated lately; forgets what was evaluated before it.</summary>
    public LossTerms TermsOf(double total)
    {
        int index = Math.Max(0, _recent.FindLastIndex(terms => terms.Total.Equals(total)));
        _recent.RemoveRange(0, index);
        return _recent[0];
    }

    private (double Loss, Dictionary<LayerName, IReadOnlyList<MomentGradient?>> Gradients) Style(
        IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> seenMoments)
    {
        var gradients = new Dictionary<LayerName, IReadOnlyList<MomentGradient?>>();
        double loss = 0, share = Share(_options.StyleLayers);
        foreach ((LayerName layer, double layerWeight) in _options.StyleLayers)
        {
            if (!_targets.Style.TryGetValue(layer, out LayerMoments? target))
                continue;
            LinearMap? map = _network.Maps.GetValueOrDefault(layer);
            LayerMoments seen = seenMoments[layer][0], current = map is null ? seen : seen.Through(map);
            double weight = layerWeight * share;
            MomentGradient gradient = MomentGradient.Zero(current.Channels);
            loss += weight * GramLoss.Evaluate(current, target, _options.Convention, _options.StyleWeight * weight, gradient);
            gradients[layer] = [map is null ? gradient : gradient.Before(map)];
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
