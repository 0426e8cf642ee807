using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Optimization;

/// <summary>What a picture shall come near to: the content's features and the styles' blended moments.</summary>
internal sealed record StyleTargets(
    IReadOnlyDictionary<LayerName, FeatureMap> Content, IReadOnlyDictionary<LayerName, LayerMoments> Style)
{
    public static StyleTargets Measure(
        IEngine engine,
        Network network,
        PixelSpace space,
        StylizeOptions options,
        Picture content,
        IReadOnlyList<WeightedStyle> styles)
    {
        IReadOnlyList<LayerName> contentLayers = options.ContentWeight > 0 ? options.ContentLayers.Used : [];
        IReadOnlyList<LayerName> styleLayers = options.StyleWeight > 0 ? options.StyleLayers.Used : [];
        Features seen = contentLayers.Count == 0 ? Nothing : Look(content, new FeatureRequest([], contentLayers), "content");
        List<(Features Features, double Weight)> parts = [.. styles
            .Where(_ => styleLayers.Count > 0)
            .Select(style => (Look(style.Picture, new FeatureRequest(styleLayers, []), "style"), style.Weight))];
        return new StyleTargets(seen.Maps, styleLayers.ToDictionary(
            layer => layer,
            layer => LayerMoments.Blend([.. parts.Select(part => (Map(part.Features.Moments[layer][0], layer), part.Weight))])));

        Features Look(Picture picture, FeatureRequest request, string what)
        {
            NetworkInput input = space.ToInput(space.Encode(picture), picture.Width, picture.Height);
            return Math.Min(picture.Width, picture.Height) >= request.Deepest.Stride
                ? engine.Forward(input, request)
                : throw new ImpastoException(
                    $"The {what} is too small at {picture.Width} x {picture.Height}: {request.Deepest} needs at least "
                    + $"{request.Deepest.Stride} x {request.Deepest.Stride} pixels.");
        }

        LayerMoments Map(LayerMoments moments, LayerName layer) =>
            network.Maps.TryGetValue(layer, out LinearMap? map) ? moments.Through(map) : moments;
    }

    private static Features Nothing { get; } =
        new(new Dictionary<LayerName, IReadOnlyList<LayerMoments>>(), new Dictionary<LayerName, FeatureMap>());
}
