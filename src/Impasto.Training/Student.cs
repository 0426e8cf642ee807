using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;
using Device = TorchSharp.torch.Device;

namespace Impasto.Training;

/// <summary>The network in training: its convolutions, and a linear map from each matched layer to the teacher's channels.</summary>
/// <remarks>Takes RGB in 0 to 1 as it is; replicates edges at every convolution; max pooling between blocks.</remarks>
internal sealed class Student : IDisposable
{
    public Student(StudentArchitecture architecture, IReadOnlyDictionary<LayerName, int> teacherChannels, int seed, Device device)
    {
        Architecture = architecture;
        var random = new Random(seed);
        foreach ((LayerName layer, int inputs, int outputs) in architecture.Convolutions)
        {
            // He, Zhang, Ren and Sun, 2015: keeps the size of activations through ReLUs.
            Add($"{layer}.weight", [outputs, inputs, 3, 3], Math.Sqrt(2.0 / (9 * inputs)), random, device);
            Add($"{layer}.bias", [outputs], 0, random, device);
            if (!teacherChannels.TryGetValue(layer, out int channels))
                continue;
            Add($"{layer}.map.weight", [channels, outputs, 1, 1], Math.Sqrt(1.0 / outputs), random, device);
            Add($"{layer}.map.bias", [channels], 0, random, device);
        }
    }

    /// <summary>Every weight by name, conv1_1.weight to conv5_1.map.bias, in a fixed order.</summary>
    public SortedDictionary<string, Tensor> Parameters { get; } = new(StringComparer.Ordinal);

    public StudentArchitecture Architecture { get; }

    /// <summary>Names of the weights up to a layer.</summary>
    public IEnumerable<string> Names(LayerName until) =>
        Parameters.Keys.Where(name => LayerName.Parse(name[..name.IndexOf('.', StringComparison.Ordinal)]) <= until);

    /// <summary>Features after the ReLU at every layer up to the given one, B x C x H x W each.</summary>
    public Dictionary<LayerName, Tensor> Features(Tensor pictures, LayerName until)
    {
        var features = new Dictionary<LayerName, Tensor>();
        Tensor current = Centred(pictures);
        foreach ((LayerName layer, _, _) in Architecture.Convolutions)
        {
            current = Pooled(current, layer);
            Tensor padded = pad(current, [1, 1, 1, 1], PaddingModes.Replicate);
            current = conv2d(padded, Parameters[$"{layer}.weight"], Parameters[$"{layer}.bias"]).relu_();
            features[layer] = current;
            if (layer == until)
                break;
        }

        return features;
    }

    /// <summary>What goes into a layer's convolution, before the edge is repeated.</summary>
    public Tensor Input(LayerName layer, Tensor pictures)
    {
        int index = Architecture.Convolutions.TakeWhile(convolution => convolution.Layer != layer).Count();
        return index == 0
            ? Centred(pictures)
            : Pooled(Last(pictures, Architecture.Convolutions[index - 1].Layer), layer);
    }

    private Tensor Last(Tensor pictures, LayerName layer) => Features(pictures, layer)[layer];

    // Centred pixels train faster; the centre is folded into the first bias when the network is exported.
    private static Tensor Centred(Tensor pictures) => ChannelsLast.Of(pictures.Plus(-Centre));

    private static Tensor Pooled(Tensor features, LayerName next) =>
        next.Block > 1 && next.Index == 1 ? max_pool2d(features, [2, 2], [2, 2]) : features;

    /// <summary>What is subtracted from every pixel before the first convolution.</summary>
    public const float Centre = 0.45f;

    /// <summary>The layer's features in the teacher's channels.</summary>
    public Tensor Map(LayerName layer, Tensor features) =>
        ChannelsLast.Mapped(features, Parameters[$"{layer}.map.weight"].flatten(1), Parameters[$"{layer}.map.bias"]);

    private void Add(string name, long[] shape, double deviation, Random random, Device device)
    {
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(deviation * random.NextNormal());
        Parameters[name] = tensor(values, shape).to(device).requires_grad_().DetachFromDisposeScope();
    }

    public void Dispose()
    {
        foreach (Tensor tensor in Parameters.Values)
            tensor.Dispose();
    }
}
