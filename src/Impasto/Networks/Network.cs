namespace Impasto.Networks;

/// <summary>A frozen network: a chain of nodes, how it wants its pixels, and the identity of its weights.</summary>
/// <remarks>
/// Each convolution makes a layer of its name, whose stride, receptive field and cost are computed from the chain. The
/// features of a layer are read after the ReLU behind its convolution, where one follows.
/// </remarks>
public sealed class Network
{
    private readonly Dictionary<LayerName, LayerInfo> _layers = [];

    /// <summary>Wraps a chain whose weights the caller hands over.</summary>
    /// <param name="name">A short name for people: vgg19, compact, or a file's name.</param>
    /// <param name="nodes">
    /// In order; the first convolution takes three channels, each other one what the last one gives.
    /// </param>
    /// <param name="normalization">How the network wants its pixels.</param>
    /// <param name="padding">The padding the network was trained with.</param>
    /// <param name="sha256">Identity of the weights in hexadecimal.</param>
    /// <param name="maps">
    /// For a small network, the maps to its teacher's channels at some layers; null for none.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The nodes or the maps do not fit each other, or a name stands twice.
    /// </exception>
    public Network(
        string name,
        IReadOnlyList<NetworkNode> nodes,
        InputNormalization normalization,
        PaddingMode padding,
        string sha256,
        IReadOnlyDictionary<LayerName, LinearMap>? maps = null)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        Name = name;
        Nodes = nodes;
        Normalization = normalization;
        Padding = padding;
        Sha256 = sha256;
        Maps = maps ?? new Dictionary<LayerName, LinearMap>();
        Convolutions = [.. nodes.OfType<Convolution>()];
        Layers = Measure();
        RequireFittingMaps();
    }

    /// <summary>A short name for people: vgg19, compact, or a file's name.</summary>
    public string Name { get; }

    /// <summary>The chain.</summary>
    public IReadOnlyList<NetworkNode> Nodes { get; }

    /// <summary>The convolutions in order.</summary>
    public IReadOnlyList<Convolution> Convolutions { get; }

    /// <summary>The layers in order, one for each convolution.</summary>
    public IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>How the network wants its pixels.</summary>
    public InputNormalization Normalization { get; }

    /// <summary>The padding the network was trained with.</summary>
    public PaddingMode Padding { get; }

    /// <summary>SHA-256 of the weights in hexadecimal, for checks and for reproducing a run.</summary>
    public string Sha256 { get; }

    /// <summary>
    /// Maps to the teacher's channels at some layers, through which style moments are compared; empty for most
    /// networks.
    /// </summary>
    public IReadOnlyDictionary<LayerName, LinearMap> Maps { get; }

    /// <summary>How many weights and biases there are.</summary>
    public long ParameterCount => Convolutions.Sum(c => c.Kernel.LongLength + c.Bias.LongLength);

    /// <summary>The convolution of that layer.</summary>
    /// <exception cref="WeightsException">
    /// The network does not have the layer; the message lists those it has.
    /// </exception>
    public Convolution this[LayerName layer] => Convolutions[Layer(layer).Depth];

    /// <summary>A network of VGG's kind: a ReLU after each convolution, a 2 x 2 pooling between blocks.</summary>
    /// <param name="name">A short name for people.</param>
    /// <param name="convolutions">
    /// With VGG names in order, conv1_1 to conv5_4; blocks may be shorter than VGG's.
    /// </param>
    /// <param name="normalization">How the network wants its pixels.</param>
    /// <param name="padding">The padding the network was trained with.</param>
    /// <param name="sha256">Identity of the weights in hexadecimal.</param>
    /// <param name="maps">
    /// For a small network, the maps to its teacher's channels at some layers; null for none.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The convolutions or the maps do not fit each other, or a name is not a VGG layer's or out of order.
    /// </exception>
    public static Network Vgg(
        string name,
        IReadOnlyList<Convolution> convolutions,
        InputNormalization normalization,
        PaddingMode padding,
        string sha256,
        IReadOnlyDictionary<LayerName, LinearMap>? maps = null) =>
        new(name, VggLayers.Chain(convolutions), normalization, padding, sha256, maps);

    /// <summary>Whether the network has that layer.</summary>
    public bool Has(LayerName layer) => _layers.ContainsKey(layer);

    /// <summary>Stride, receptive field and cost of a layer.</summary>
    /// <exception cref="WeightsException">
    /// The network does not have the layer; the message lists those it has.
    /// </exception>
    public LayerInfo Layer(LayerName layer) => _layers.TryGetValue(layer, out LayerInfo? info)
        ? info
        : throw new WeightsException($"The network '{Name}' has no {layer}: it has {string.Join(", ", _layers.Keys)}.");

    /// <summary>Pixels of the picture between neighbouring positions of a layer.</summary>
    /// <exception cref="WeightsException">The network does not have the layer.</exception>
    public int StrideOf(LayerName layer) => Layer(layer).Stride;

    /// <summary>The last of some layers.</summary>
    /// <exception cref="WeightsException">The network does not have one of them.</exception>
    /// <exception cref="ArgumentException">There are none.</exception>
    public LayerName Deepest(IEnumerable<LayerName> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        LayerInfo? deepest = null;
        foreach (LayerName layer in layers)
        {
            LayerInfo info = Layer(layer);
            if (deepest is null || info.Depth > deepest.Depth)
                deepest = info;
        }

        return deepest?.Name ?? throw new ArgumentException("Expected at least one layer.", nameof(layers));
    }

    private List<LayerInfo> Measure()
    {
        if (Convolutions.Count == 0)
            throw new ArgumentException("Expected at least one convolution.");
        NodeGeometry geometry = NodeGeometry.Picture;
        List<LayerInfo> layers = [];
        foreach (NetworkNode node in Nodes)
        {
            geometry = node.After(geometry);
            if (node is not Convolution convolution)
                continue;
            layers.Add(new LayerInfo(convolution.Layer, layers.Count, geometry));
            if (!_layers.TryAdd(convolution.Layer, layers[^1]))
                throw new ArgumentException($"The name {convolution.Layer} stands twice.");
        }

        return layers;
    }

    private void RequireFittingMaps()
    {
        foreach ((LayerName layer, LinearMap map) in Maps)
        {
            if (!_layers.TryGetValue(layer, out LayerInfo? info))
                throw new ArgumentException($"There is a map of {layer}, which the network does not have.");
            if (info.Channels != map.Inputs)
                throw new ArgumentException(
                    $"The map of {layer} takes {map.Inputs} channels, expected {info.Channels}.");
            if (map.Weight.LongLength != (long)map.Inputs * map.Outputs || map.Bias.LongLength != map.Outputs)
                throw new ArgumentException(
                    $"The map of {layer} needs {map.Outputs} x {map.Inputs} weights and {map.Outputs} biases.");
        }
    }
}
