using Impasto.Engines;
using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Objectives;

/// <summary>What a picture shall come near to: the content's features and, part by part, the styles' blended moments.</summary>
/// <param name="Content">The content's features.</param>
/// <param name="Style">For each layer one loss a part of the plan; null where the part has no style at the layer.</param>
/// <param name="Guides">The picture's positions that belong to each part.</param>
/// <param name="Notes">What had to be left out, a sentence each.</param>
internal sealed record StyleTargets(
    IReadOnlyDictionary<LayerName, ContentTarget> Content,
    IReadOnlyDictionary<LayerName, IReadOnlyList<RegionLoss?>> Style,
    IReadOnlyList<RegionGuides> Guides,
    IReadOnlyList<string> Notes)
{
    /// <summary>Measures content and styles, all at the sizes of one scale.</summary>
    public static StyleTargets Measure(
        FeatureReader reader, StylizeOptions options, ScaleLayout layout, ScaledPicture content, RegionPlan plan, StyleScaler scaler)
    {
        IReadOnlyList<LayerName> contentLayers = options.ContentWeight > 0 ? options.ContentLayers.Used : [];
        IReadOnlyList<LayerName> styleLayers = options.StyleWeight > 0 && plan.Parts.Count > 0 ? options.StyleLayers.Used : [];
        IReadOnlyDictionary<LayerName, ContentTarget> seen = reader.Content(content, contentLayers, styleLayers, layout);
        List<string> notes = [];
        var losses = styleLayers.ToDictionary(layer => layer, _ => new List<RegionLoss?>());
        List<RegionGuides> guides = [];
        foreach (RegionPart part in plan.Parts)
        {
            StyleMoments[] styles = styleLayers.Count == 0 ? [] : [.. part.Styles.Select(Moments)];
            Dictionary<LayerName, float[]> weights = [];
            foreach (LayerName layer in styleLayers)
                losses[layer].Add(Guide(part, layer, weights) ? Loss(layer, part, styles) : null);
            guides.Add(new RegionGuides(weights));
        }

        return new StyleTargets(
            seen, losses.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<RegionLoss?>)pair.Value), guides, notes);

        StyleMoments Moments(WeightedStyle style) =>
            StyleMoments.Measure(reader.Network, style, scaler.SizeOf(style), styleLayers, request => Look(style, request));

        IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> Look(WeightedStyle style, FeatureRequest request)
        {
            if (scaler.Cache is null || style.Mask is not null)
                return Measured();
            string key = StyleCache.Key(reader, options, layout, style.Picture, scaler.SizeOf(style), request.StyleLayers);
            return scaler.Cache.Moments(key, Measured);

            IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> Measured() =>
                scaler.Use(style, picture => reader.Moments(picture, request, layout));
        }

        // False where the part is too small for the layer.
        bool Guide(RegionPart part, LayerName layer, Dictionary<LayerName, float[]> weights)
        {
            if (part.Guide is null)
                return true;
            float[]? guide = LayerGuide.Of(part.Guide, (content.Width, content.Height), layer, reader.Network);
            weights[layer] = guide ?? new float[content.Width / layer.Stride * (content.Height / layer.Stride)];
            if (guide is null)
                notes.Add($"At {content.Width} x {content.Height} {part.Name} is too small for {layer}: no style is taken there at that layer.");
            return guide is not null;
        }

        RegionLoss? Loss(LayerName layer, RegionPart part, StyleMoments[] styles)
        {
            List<(LayerMoments, double)> there = [.. styles
                .Where(style => style.Moments.ContainsKey(layer))
                .Select(style => (style.Moments[layer], style.Weight))];
            return there.Count == 0
                ? null
                : new RegionLoss(StyleLoss.Against(options.StyleLoss, LayerMoments.Blend(there), options.Convention), part.Share);
        }
    }
}
