using Impasto.Engines;
using Impasto.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Torch.Tensors;

/// <summary>A frozen network's weights as tensors, and the chain of its layers.</summary>
public sealed class TensorNetwork : IDisposable
{
    // On some processors oneDNN (3.7.1, in libtorch 2.10) computes with whatever lies in memory behind a block of fewer
    // than 16 channels, and gives wrong features or NaN. Blocks filled up with zeros avoid that.
    private const int ChannelBlock = 16;

    /// <summary>Copies a network's weights.</summary>
    /// <param name="network">The network.</param>
    /// <param name="settings">Padding, where it differs from the network's own, and pooling.</param>
    /// <param name="device">Where the tensors lie.</param>
    /// <param name="precision">The tensors' number format, for instance float32.</param>
    public TensorNetwork(Network network, EngineSettings settings, Device device, ScalarType precision)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(device);
        int block = device.type == DeviceType.CPU ? ChannelBlock : 1;
        List<ChainStep> steps = [];
        long inputs = 3;
        for (int i = 0; i < network.Nodes.Count; i++)
        {
            if (network.Nodes[i] is not Convolution convolution)
            {
                steps.Add(network.Nodes[i] is Pooling ? new ChainPooling() : new ChainRelu());
                continue;
            }

            bool rectifies = i + 1 < network.Nodes.Count && network.Nodes[i + 1] is Relu;
            i += rectifies ? 1 : 0;
            long outputs = (convolution.Outputs + block - 1) / block * block;
            using DisposeScope scope = NewDisposeScope();
            Tensor kernel = tensor(
                convolution.Kernel, [convolution.Outputs, convolution.Inputs, convolution.Size, convolution.Size]);
            Tensor bias = tensor(convolution.Bias, [convolution.Outputs]);
            long moreInputs = inputs - convolution.Inputs, moreOutputs = outputs - convolution.Outputs;
            steps.Add(new ChainLayer(
                convolution.Layer,
                Kept(pad(kernel, [0, 0, 0, 0, 0, moreInputs, 0, moreOutputs])),
                Kept(pad(bias, [0, moreOutputs])))
            {
                Channels = convolution.Outputs,
                Rectifies = rectifies,
            });
            inputs = outputs;
        }

        Chain = new TensorChain(steps, settings.Padding ?? network.Padding, settings.Pooling);

        Tensor Kept(Tensor values) => values.to(precision).to(device).DetachFromDisposeScope();
    }

    /// <summary>The layers; they can be used until this is disposed.</summary>
    public TensorChain Chain { get; }

    /// <summary>Frees the weights; a second call does nothing.</summary>
    public void Dispose()
    {
        foreach (ChainLayer layer in Chain.Layers)
        {
            layer.Kernel.Dispose();
            layer.Bias.Dispose();
        }
    }
}
