using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;

namespace Impasto.Optimization;

/// <summary>What a picture shall come near to: the content's features and, part by part, the styles' blended moments.</summary>
/// <param name="Content">The content's features.</param>
/// <param name="Style">For each layer one loss a part of the plan; null where the part has no style at the layer.</param>
/// <param name="Guides">The picture's positions that belong to each part.</param>
/// <param name="Notes">What had to be left out, a sentence each.</param>
internal sealed record StyleTargets(
    IReadOnlyDictionary<LayerName, FeatureMap> Content,
    IReadOnlyDictionary<LayerName, IReadOnlyList<RegionLoss?>> Style,
    IReadOnlyList<RegionGuides> Guides,
    IReadOnlyList<string> Notes)
{
    /// <summary>Measures content and styles, all at the sizes of one scale.</summary>
    public static StyleTargets Measure(
        IEngine engine, Network network, PixelSpace space, StylizeOptions options, Picture content, RegionPlan plan)
    {
        IReadOnlyList<LayerName> contentLayers = options.ContentWeight > 0 ? options.ContentLayers.Used : [];
        IReadOnlyList<LayerName> styleLayers = options.StyleWeight > 0 && plan.Parts.Count > 0 ? options.StyleLayers.Used : [];
        Features seen = contentLayers.Count == 0
            ? new(new Dictionary<LayerName, IReadOnlyList<LayerMoments>>(), new Dictionary<LayerName, FeatureMap>())
            : Look(engine, space, content, new FeatureRequest([], contentLayers), "content");
        List<string> notes = [];
        var layers = styleLayers.ToDictionary(layer => layer, _ => new List<RegionLoss?>());
        List<RegionGuides> guides = [];
        foreach (RegionPart part in plan.Parts)
        {
            Dictionary<LayerName, float[]> weights = [];
            List<StyleMoments> styles = styleLayers.Count == 0 ? [] : [.. part.Styles.Select(style => StyleMoments.Measure(
                network, style, styleLayers, (picture, request) => Look(engine, space, picture, request, "style")))];
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
            seen.Maps, layers.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<RegionLoss?>)pair.Value), guides, notes);

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

    private static Features Look(IEngine engine, PixelSpace space, Picture picture, FeatureRequest request, string what)
    {
        NetworkInput input = space.ToInput(space.Encode(picture), picture.Width, picture.Height);
        return Math.Min(picture.Width, picture.Height) >= request.Deepest.Stride
            ? engine.Forward(input, request)
            : throw new ImpastoException(
                $"The {what} is too small at {picture.Width} x {picture.Height}: {request.Deepest} needs at least "
                + $"{request.Deepest.Stride} x {request.Deepest.Stride} pixels.");
    }
}
