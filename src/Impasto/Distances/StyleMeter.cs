using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Objectives;
using Impasto.Points;
using Impasto.Tasks;

namespace Impasto;

/// <summary>Measures how far pictures are from a style and from a content, under a network.</summary>
/// <remarks>
/// The distances are the losses of <see cref="StyleTerm"/> and <see cref="ContentTerm"/> in
/// <see cref="LossConvention.Relative"/>, without their derivatives. With the Gram matrices G of the picture and A of
/// the style, both divided by their numbers of positions, and the features F of the picture and P of the content, layer
/// l has
/// <code>
/// style    D_l = sum_ij (G_ij - A_ij)^2 / sum_ij A_ij^2
/// content  D_l = sum (F - P)^2 / sum P^2
/// </code>
/// Each is divided by the size of its target. So neither is symmetric: swapped pictures have the same numerator and
/// another divisor. If the network has a map to its teacher's channels at a layer, Gram matrices are compared in these
/// channels. A picture is measured in one piece; its alpha does not count. Not safe for several threads at once.
/// Source: Gatys, Ecker and Bethge, 2016, equations 1, 4 and 5. Differs from the paper: the divisors.
/// </remarks>
/// <example>
/// <code>
/// using var meter = new StyleMeter(NetworkCatalog.Compact().Network, new CpuDevice());
/// PictureDistances distances = meter.Measure(result, photo, painting);
/// Console.WriteLine($"content {distances.Content.Total:0.000}, style {distances.Style.Total:0.000}");
/// </code>
/// </example>
public sealed class StyleMeter : IDisposable
{
    // A content whose features are all zero has no size; this keeps the distance finite, as in a run.
    private const double Smallest = 1e-30;

    private readonly Network _network;
    private readonly IEngine _engine;
    private readonly PixelSpace _space;
    private readonly IReadOnlyDictionary<LayerName, double> _styleWeights;
    private readonly IReadOnlyDictionary<LayerName, double> _contentWeights;
    private bool _isDisposed;

    /// <summary>Opens a network on a device.</summary>
    /// <param name="network">The network; not changed.</param>
    /// <param name="device">What does the work.</param>
    /// <param name="styleLayers">
    /// Layers whose Gram matrices are compared, with weights. Null takes conv1_1 to conv5_1, equally.
    /// </param>
    /// <param name="contentLayers">
    /// Layers whose features are compared, with weights. Null takes the default of
    /// <see cref="LossOptions.ContentLayers"/>.
    /// </param>
    /// <param name="settings">Pooling and padding; null takes max pooling and the network's own padding.</param>
    /// <exception cref="WeightsException">
    /// The network does not have a layer; the message lists those it has.
    /// </exception>
    /// <exception cref="ArgumentException">No style layer, or no content layer, weighs more than 0.</exception>
    /// <exception cref="DeviceException">The device can't be used.</exception>
    public StyleMeter(
        Network network,
        ComputeDevice device,
        LayerWeights? styleLayers = null,
        LayerWeights? contentLayers = null,
        EngineSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(device);
        var defaults = new LossOptions();
        StyleLayers = Checked(network, styleLayers ?? LayerWeights.EqualStyle, nameof(styleLayers));
        ContentLayers = Checked(network, contentLayers ?? defaults.ContentLayers, nameof(contentLayers));
        _styleWeights = LossConvention.Relative.WeightsOf(StyleLayers);
        _contentWeights = LossConvention.Relative.WeightsOf(ContentLayers);
        _network = network;
        _space = new PixelSpace(network.Normalization, PixelScaleMode.NetworkInput);
        _engine = device.Open(network, settings ?? new EngineSettings());
    }

    /// <summary>Layers whose Gram matrices are compared, with their weights.</summary>
    public LayerWeights StyleLayers { get; }

    /// <summary>Layers whose features are compared, with their weights.</summary>
    public LayerWeights ContentLayers { get; }

    /// <summary>Both distances of a picture.</summary>
    /// <param name="picture">The picture to measure.</param>
    /// <param name="content">The content, of the picture's size.</param>
    /// <param name="style">The style, of any size.</param>
    /// <exception cref="ArgumentException">Picture and content differ in size.</exception>
    /// <exception cref="PictureException">A picture is too small for a layer.</exception>
    /// <exception cref="MemoryException">
    /// Memory runs out, or a layer's features are more than an array holds.
    /// </exception>
    public PictureDistances Measure(Picture picture, Picture content, Picture style)
    {
        RequireSameSize(picture, content);
        ArgumentNullException.ThrowIfNull(style);
        Features found = Look(picture, "picture", StyleLayers.Used, ContentLayers.Used);
        return new PictureDistances(StyleDistance(found, style), ContentDistance(found, content));
    }

    /// <summary>The distance of a picture from a style.</summary>
    /// <param name="picture">The picture to measure.</param>
    /// <param name="style">The style, of any size.</param>
    /// <exception cref="PictureException">A picture is too small for a layer.</exception>
    /// <exception cref="MemoryException">Memory runs out.</exception>
    public LayerDistances MeasureStyle(Picture picture, Picture style)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(style);
        return StyleDistance(Look(picture, "picture", StyleLayers.Used, []), style);
    }

    /// <summary>The distance of a picture from a content.</summary>
    /// <param name="picture">The picture to measure.</param>
    /// <param name="content">The content, of the picture's size.</param>
    /// <exception cref="ArgumentException">Picture and content differ in size.</exception>
    /// <exception cref="PictureException">The pictures are too small for a layer.</exception>
    /// <exception cref="MemoryException">
    /// Memory runs out, or a layer's features are more than an array holds.
    /// </exception>
    public LayerDistances MeasureContent(Picture picture, Picture content)
    {
        RequireSameSize(picture, content);
        return ContentDistance(Look(picture, "picture", [], ContentLayers.Used), content);
    }

    /// <summary>Frees the engine's memory. May be called twice.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _engine.Dispose();
    }

    private static LayerWeights Checked(Network network, LayerWeights layers, string parameter)
    {
        foreach ((LayerName layer, double _) in layers)
            network.Layer(layer);
        return layers.Sum > 0
            ? layers
            : throw new ArgumentException("Expected at least one layer with a weight above 0.", parameter);
    }

    private static void RequireSameSize(Picture picture, Picture content)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(content);
        if (picture.Size != content.Size)
        {
            throw new ArgumentException(
                $"Expected a content of the picture's size, {picture.Size}, got {content.Size}.", nameof(content));
        }
    }

    private LayerDistances StyleDistance(Features found, Picture style)
    {
        Features wanted = Look(VisiblePictures.Of(new WeightedStyle(style)), "style");
        return new LayerDistances(
            StyleLayers.Used.ToDictionary(
                layer => layer, layer => GramDistance(Moments(found, layer), Moments(wanted, layer))),
            _styleWeights);
    }

    private LayerDistances ContentDistance(Features found, Picture content)
    {
        Features wanted = Look(content, "content", [], ContentLayers.Used);
        return new LayerDistances(
            ContentLayers.Used.ToDictionary(
                layer => layer, layer => FeatureDistance(found.Maps[layer], wanted.Maps[layer])),
            _contentWeights);
    }

    // A style's pixels count by their opacity, at the layers that have enough of them.
    private Features Look(WeightedStyle style, string role)
    {
        Picture picture = style.Picture;
        Dictionary<LayerName, float[]> weights = [];
        if (style.Mask is { } mask)
        {
            foreach (LayerName layer in StyleLayers.Used)
            {
                if (LayerGuide.Of(mask.Values, (picture.Width, picture.Height), layer, _network) is { } guide)
                    weights[layer] = guide;
            }
        }

        return Look(picture, role, new FeatureRequest(StyleLayers.Used, []) { Regions = [new RegionGuides(weights)] });
    }

    private Features Look(
        Picture picture,
        string role,
        IReadOnlyList<LayerName> styleLayers,
        IReadOnlyList<LayerName> contentLayers) =>
        Look(picture.WithoutHiddenColors(), role, new FeatureRequest(styleLayers, contentLayers));

    private Features Look(Picture picture, string role, FeatureRequest request)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _network.Layer(_network.Deepest(request.Layers)).RequireSize(picture.Width, picture.Height, role);
        return _engine.Forward(new NetworkInput(_space.Encode(picture), picture.Width, picture.Height), request);
    }

    private LayerMoments Moments(Features features, LayerName layer)
    {
        LayerMoments moments = features.Moments[layer][0];
        return _network.Maps.TryGetValue(layer, out LinearMap? map) ? moments.Through(map) : moments;
    }

    // The run's own loss, so that there is one definition; its derivative is thrown away.
    private static double GramDistance(LayerMoments found, LayerMoments wanted) => StyleLoss.Gram
        .Against(wanted, StyleScaleMode.Relative)
        .Evaluate(found, weight: 0, MomentGradient.Zero(found.Channels));

    private static double FeatureDistance(LayerFeatures found, LayerFeatures wanted)
    {
        // As FeatureTarget does for a run; the derivative is thrown away.
        double difference = VectorMath.AddDifferences(
            found.Values, wanted.Values, 0f, new float[wanted.Values.Length]);
        return difference / Math.Max(VectorMath.Dot(wanted.Values, wanted.Values), Smallest);
    }
}
