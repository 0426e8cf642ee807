using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Storage;

namespace Impasto.Objectives;

/// <summary>
/// Measures content and styles of one scale with the engine when terms ask for them, each style once.
/// </summary>
internal sealed class TargetScene : LossScene
{
    private readonly FeatureReader _reader;
    private readonly ScaleLayout _layout;
    private readonly ObjectiveInputs _inputs;
    private readonly LayerName _deepest;
    private readonly IReadOnlyList<LayerName> _momentLayers;
    private readonly List<Dictionary<LayerName, float[]>> _guides = [];
    private readonly HashSet<(int Region, LayerName Layer)> _tooSmall = [];
    private readonly Dictionary<int, StyleMoments[]> _measured = [];
    private readonly List<string> _notes = [];
    private readonly FeatureMatcher _matcher;
    private PixelBuffer? _matchedPixels;

    /// <param name="reader">Runs the network.</param>
    /// <param name="layout">Tiles, and the storage of features.</param>
    /// <param name="inputs">Content and styles.</param>
    /// <param name="momentLayers">All layers whose moments a term needs.</param>
    /// <param name="deepest">The deepest layer that a term needs.</param>
    public TargetScene(
        FeatureReader reader,
        ScaleLayout layout,
        ObjectiveInputs inputs,
        IReadOnlyList<LayerName> momentLayers,
        LayerName deepest)
    {
        (_reader, _layout, _inputs, _momentLayers, _deepest) = (reader, layout, inputs, momentLayers, deepest);
        _matcher = new FeatureMatcher(reader, layout, inputs);
        Size = new PictureSize(inputs.Content.Width, inputs.Content.Height);
        Regions = [.. inputs.Regions.Parts.Select(part => new LossRegion(part.Name, part.Share))];
        for (int region = 0; region < Regions.Count; region++)
            _guides.Add(GuidesOf(region));
    }

    /// <inheritdoc/>
    public override PictureSize Size { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<LossRegion> Regions { get; }

    /// <summary>What was left out, one sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The picture's positions that belong to each region.</summary>
    public IReadOnlyList<RegionGuides> Guides =>
        _guides.Count > 0 ? [.. _guides.Select(weights => new RegionGuides(weights))] : RegionGuides.Whole;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<LayerName, FeatureTarget> Content(IReadOnlyList<LayerName> layers) =>
        Held("content", _reader.Content(_inputs.Content, layers, _deepest, _layout));

    /// <inheritdoc/>
    public override IReadOnlyDictionary<LayerName, FeatureTarget> Matched(IReadOnlyList<LayerName> layers) =>
        _inputs.IsSplit
            ? layers
                .SelectMany(layer =>
                    new FeatureMatcher(_reader, _layout, _inputs, layer).Targets([layer], _deepest))
                .ToDictionary()
            : Held("match", _matcher.Targets(layers, _deepest));

    /// <inheritdoc/>
    public override PixelBuffer MatchedPixels() => _matchedPixels ??= _matcher.Pixels();

    /// <inheritdoc/>
    public override LayerMoments? Style(int region, LayerName layer)
    {
        if (_tooSmall.Contains((region, layer)))
            return null;
        if (!_measured.TryGetValue(region, out StyleMoments[]? styles))
            _measured[region] = styles = [.. _inputs.Regions.Parts[region].Styles.Select(Measure)];
        List<WeightedMoments> there = [.. styles
            .Where(style => style.Moments.ContainsKey(layer))
            .Select(style => new WeightedMoments(style.Moments[layer], style.Weight))];
        return there.Count == 0 ? null : LayerMoments.Blend(there);
    }

    /// <inheritdoc/>
    internal override LayerMoments? Usual(LayerName layer) => StyleReader.Usual(_momentLayers)[layer];

    private FeatureReader StyleReader => _reader.OfStyles ?? _reader;

    // A divisor that changes from frame to frame would change the balance of the terms, and so the brightness.
    private IReadOnlyDictionary<LayerName, FeatureTarget> Held(
        string what, IReadOnlyDictionary<LayerName, FeatureTarget> targets)
    {
        if (_inputs.Held is not { } held)
            return targets;
        foreach ((LayerName layer, FeatureTarget target) in targets)
            target.Energy = held.Energy($"{what} {layer} {Size}", target.Energy);
        return targets;
    }

    private StyleMoments Measure(WeightedStyle style) => _inputs.Styles.Measured(style, () =>
        StyleMoments.Measure(
            _reader.Network, style, _inputs.Styles.SizeOf(style), _momentLayers, request => Look(style, request)));

    private IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> Look(
        WeightedStyle style, FeatureRequest request)
    {
        StyleScaler scaler = _inputs.Styles;
        if ((scaler.Cache is null && _inputs.Held is null) || style.Mask is not null)
            return Measured();
        string key = StyleCache.Key(
            StyleReader, _layout, style.Picture, $"{scaler.SizeOf(style)}\n{scaler.Scaler.Mode}", request.StyleLayers);
        return _inputs.Held?.Moments(key, Cached) ?? Cached();

        IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> Cached() =>
            scaler.Cache?.Moments(key, Measured) ?? Measured();

        IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> Measured() =>
            scaler.Use(style, picture => StyleReader.Moments(picture, request, _layout));
    }

    private Dictionary<LayerName, float[]> GuidesOf(int region)
    {
        Dictionary<LayerName, float[]> weights = [];
        RegionPart part = _inputs.Regions.Parts[region];
        if (part.Guide is null)
            return weights;
        foreach (LayerName layer in _momentLayers)
        {
            float[]? guide = LayerGuide.Of(part.Guide, (Size.Width, Size.Height), layer, _reader.Network);
            int stride = _reader.Network.StrideOf(layer);
            weights[layer] = guide ?? new float[Size.Width / stride * (Size.Height / stride)];
            if (guide is not null)
                continue;
            _tooSmall.Add((region, layer));
            _notes.Add($"At {Size} {part.Name} is too small for {layer}: no style is taken there at that layer.");
        }

        return weights;
    }
}
