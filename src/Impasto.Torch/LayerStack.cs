using Impasto.Engines;
using Impasto.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;
using TensorDevice = TorchSharp.torch.Device;

namespace Impasto.Torch;

/// <summary>A network's weights as tensors, and its layers applied one after the other.</summary>
internal sealed class LayerStack : IDisposable
{
    // Below this an activation's root mean square counts as zero, where the root has no derivative.
    private const double SmallestSquare = 1e-24;

    // On some processors oneDNN (3.7.1, in libtorch 2.10) takes what happens to lie in memory for the rest of a block of
    // 16 channels, and gives wrong features or NaN: whole blocks, filled up with zeros, avoid that.
    private const int ChannelBlock = 16;

    private readonly List<(LayerName Layer, int Channels, Tensor Kernel, Tensor Bias)> _convolutions = [];
    private readonly PoolingMode _pooling;
    private readonly PaddingMode _padding;

    public LayerStack(Network network, EngineSettings settings, TensorDevice device, ScalarType precision)
    {
        _pooling = settings.Pooling;
        _padding = settings.Padding ?? network.Padding;
        using DisposeScope scope = NewDisposeScope();
        bool blocks = device.type == DeviceType.CPU;
        long inputs = 3;
        foreach (Convolution convolution in network.Convolutions)
        {
            long outputs = blocks ? (convolution.Outputs + ChannelBlock - 1) / ChannelBlock * ChannelBlock : convolution.Outputs;
            long moreInputs = inputs - convolution.Inputs, moreOutputs = outputs - convolution.Outputs;
            Tensor kernel = tensor(convolution.Kernel, [convolution.Outputs, convolution.Inputs, 3, 3]);
            Tensor bias = tensor(convolution.Bias, [convolution.Outputs]);
            _convolutions.Add((
                convolution.Layer,
                convolution.Outputs,
                pad(kernel, [0, 0, 0, 0, 0, moreInputs, 0, moreOutputs]).to(precision).to(device).MoveToOuterDisposeScope(),
                pad(bias, [0, moreOutputs]).to(precision).to(device).MoveToOuterDisposeScope()));
            inputs = outputs;
        }
    }

    /// <summary>Features after the ReLU at the wanted layers; stops at the deepest.</summary>
    public Dictionary<LayerName, Tensor> Run(Tensor pixels, HashSet<LayerName> wanted, LayerName deepest)
    {
        var found = new Dictionary<LayerName, Tensor>();
        Tensor current = pixels;
        int block = 1;
        foreach ((LayerName layer, int channels, Tensor kernel, Tensor bias) in _convolutions)
        {
            if (layer.Block != block)
                current = Pool(current);
            block = layer.Block;
            (Tensor padded, long zeros) = Pad(current, first: ReferenceEquals(current, pixels));
            // The ReLU works in place: the convolution's own output is needed by nobody, and is the largest thing there is.
            current = conv2d(padded, kernel, bias, padding: [zeros, zeros]).relu_();
            if (wanted.Contains(layer))
                found[layer] = channels == current.shape[1] ? current : current.narrow(1, 0, channels);
            if (layer >= deepest)
                break;
        }

        return found;
    }

    /// <summary>What goes into a layer, with the layer's own kernel and bias, which stay the stack's.</summary>
    public (Tensor Input, Tensor Kernel, Tensor Bias) Before(Tensor pixels, LayerName layer)
    {
        int index = _convolutions.FindIndex(convolution => convolution.Layer == layer);
        (_, _, Tensor kernel, Tensor bias) = _convolutions[index];
        if (index == 0)
            return (pixels, kernel, bias);
        LayerName previous = _convolutions[index - 1].Layer;
        Tensor features = Run(pixels, [previous], previous)[previous];
        return (previous.Block == layer.Block ? features : Pool(features), kernel, bias);
    }

    private (Tensor Padded, long Zeros) Pad(Tensor source, bool first)
    {
        bool replicate = _padding == PaddingMode.Replicate || (_padding == PaddingMode.ReplicateInput && first);
        bool reflect = _padding == PaddingMode.Reflect;
        if (!replicate && !reflect)
            return (source, 1);
        bool thin = source.shape[2] < 2 || source.shape[3] < 2;
        if (!reflect)
            return (pad(source, [1, 1, 1, 1], PaddingModes.Replicate), 0);
        if (!thin)
            return (pad(source, [1, 1, 1, 1], PaddingModes.Reflect), 0);
        PaddingModes rows = source.shape[2] < 2 ? PaddingModes.Replicate : PaddingModes.Reflect;
        PaddingModes columns = source.shape[3] < 2 ? PaddingModes.Replicate : PaddingModes.Reflect;
        return (pad(pad(source, [1, 1, 0, 0], columns), [0, 0, 1, 1], rows), 0);
    }

    private Tensor Pool(Tensor source) => _pooling switch
    {
        PoolingMode.Average => avg_pool2d(source, [2, 2], [2, 2]),
        PoolingMode.L2 => avg_pool2d(source.Squared(), [2, 2], [2, 2]).AtLeast(SmallestSquare).sqrt(),
        _ => max_pool2d(source, [2, 2], [2, 2]),
    };

    public void Dispose()
    {
        foreach ((_, _, Tensor kernel, Tensor bias) in _convolutions)
        {
            kernel.Dispose();
            bias.Dispose();
        }
    }
}
