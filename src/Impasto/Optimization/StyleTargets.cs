using Impasto.Engines;
using Impasto.Losses;
using Impasto.Networks;

namespace Impasto.Optimization;

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
        Network network = reader.Network;
        IReadOnlyDictionary<LayerName, ContentTarget> seen = reader.Content(content, contentLayers, styleLayers, layout);
        List<string> notes = [];
        var layers = styleLayers.ToDictionary(layer => layer, _ => new List<RegionLoss?>());
        List<RegionGuides> guides = [];
        foreach (RegionPart part in plan.Parts)
        {
            Dictionary<LayerName, float[]> weights = [];
            List<StyleMoments> styles = styleLayers.Count == 0 ? [] : [.. part.Styles.Select(style => StyleMoments.Measure(
                network, style, scaler.SizeOf(style), styleLayers, request => scaler.Use(style, picture => reader.Moments(picture, request, layout))))];
            foreach (LayerName layer in styleLayers)
            {
                RegionLoss? loss = Loss(layer, part, styles);
                float[]? guide = part.Guide is null ? null
                    : LayerGuide.Of(part.Guide, (content.Width, content.Height), layer, network);
                if (part.Guide is not null)
                    weights[layer] = guide ?? new float[content.Width / layer.Stride * (content.Height / layer.Stride)];
                bool tooSmall = part.Guide is not null && guide is null;
                if (tooSmall)
                    notes.Add($"At {content.Width} x {content.Height} {part.Name} is too small for {layer}: no style is taken there at that layer.");
                layers[layer].Add(tooSmall ? null : loss);
            }

            guides.Add(new RegionGuides(weights));
        }

        return new StyleTargets(
            seen,
            layers.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<RegionLoss?>)pair.Value),
            guides,
            notes);

        RegionLoss? Loss(LayerName layer, RegionPart part, List<StyleMoments> styles)
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
