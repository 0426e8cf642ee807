using Impasto.Color;
using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;

namespace Impasto.Optimization;

/// <summary>The weighted losses of a picture at one scale, and their gradient: where engine and losses meet.</summary>
internal sealed class StylizeObjective : IObjective
{
    private readonly IEngine _engine;
    private readonly Network _network;
    private readonly PixelSpace _space;
    private readonly StylizeOptions _options;
    private readonly StyleTargets _targets;
    private readonly KeptContent? _kept;
    private readonly int _width;
    private readonly int _height;
    private readonly FeatureRequest _request;
    private readonly float[] _inputGradient;
    private readonly List<LossTerms> _recent = [];

    /// <param name="engine">Runs the network.</param>
    /// <param name="network">Has the maps.</param>
    /// <param name="space">What a point is.</param>
    /// <param name="options">Weights.</param>
    /// <param name="targets">What the picture shall come near to.</param>
    /// <param name="content">The content at this scale, and the part of it that is left alone.</param>
    public StylizeObjective(
        IEngine engine, Network network, PixelSpace space, StylizeOptions options, StyleTargets targets, (Picture Picture, float[]? Kept) content)
    {
        _engine = engine;
        _network = network;
        _space = space;
        _options = options;
        _targets = targets;
        (_width, _height) = (content.Picture.Width, content.Picture.Height);
        _kept = content.Kept is null ? null : new KeptContent(space.Encode(content.Picture), content.Kept);
        _request = new FeatureRequest([.. targets.Style.Keys], [.. targets.Content.Keys], KeepForBackward: true)
        {
            Regions = targets.Guides.Count > 0 ? targets.Guides : RegionGuides.Whole,
        };
        _inputGradient = new float[3 * _width * _height];
    }

    public double Evaluate(float[] point, float[] gradient)
    {
        float[] seen = _kept?.Compose(point) ?? point;
        Features features = _engine.Forward(_space.ToInput(seen, _width, _height), _request);
        gradient.AsSpan().Clear();
        double tv = _options.TvWeight > 0
            ? TotalVariation.Evaluate(seen, _width, _height, _options.Convention, _options.TvWeight, gradient)
            : 0;
        (double style, Dictionary<LayerName, IReadOnlyList<MomentGradient?>> moments) = Style(features);
        (double content, Dictionary<LayerName, float[]> maps) = Content(features);
        _engine.Backward(new FeatureGradients(moments, maps), _inputGradient);
        _space.AddGradient(_inputGradient, gradient);
        _kept?.Reduce(gradient);
        if (_options.Color == ColorMode.Content)
            _space.KeepGrey(gradient);
        double total = (_options.ContentWeight * content) + (_options.EffectiveStyleWeight * style) + (_options.TvWeight * tv);
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

    private (double Loss, Dictionary<LayerName, IReadOnlyList<MomentGradient?>> Gradients) Style(Features features)
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
                LayerMoments seen = features.Moments[layer][part], current = map is null ? seen : seen.Through(map);
                double weight = layerWeight * share * target.Share;
                MomentGradient gradient = MomentGradient.Zero(current.Channels);
                loss += weight * target.Loss.Evaluate(current, _options.EffectiveStyleWeight * weight, gradient);
                found[part] = map is null ? gradient : gradient.Before(map);
            }

            gradients[layer] = found;
        }

        return (loss, gradients);
    }

    private (double Loss, Dictionary<LayerName, float[]> Gradients) Content(Features features)
    {
        var gradients = new Dictionary<LayerName, float[]>();
        double loss = 0, share = Share(_options.ContentLayers);
        foreach ((LayerName layer, double layerWeight) in _options.ContentLayers)
        {
            if (!_targets.Content.TryGetValue(layer, out FeatureMap? target))
                continue;
            double weight = layerWeight * share;
            float[] gradient = new float[target.Values.Length];
            loss += weight * ContentLoss.Evaluate(
                features.Maps[layer], target, _options.Convention, _options.ContentWeight * weight, gradient);
            gradients[layer] = gradient;
        }

        return (loss, gradients);
    }

    // The relative convention counts shares of the layers' weights, the others the weights as they are.
    private double Share(LayerWeights layers) => _options.Convention == LossConvention.Relative ? 1 / layers.Sum : 1;
}
