using Impasto.Networks;
using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Bench.Engines;

/// <summary>
/// The loop that this project is measured against: libtorch, autograd and in-place ReLU, in the order a notebook has
/// it.
/// </summary>
/// <remarks>
/// Its channels are filled up to whole blocks of 16 with zeros, without which oneDNN is wrong on some processors.
/// </remarks>
internal sealed class TorchLoop
{
    private readonly List<(LayerName Layer, Tensor Kernel, Tensor Bias)> _layers = [];
    private readonly bool _channelsLast;

    public TorchLoop(Network network, int threads, bool channelsLast)
    {
        TorchRuntime.EnsureLoaded(threads);
        _channelsLast = channelsLast;
        long inputs = 3;
        foreach (Convolution convolution in network.Convolutions)
        {
            long outputs = (convolution.Outputs + 15) / 16 * 16;
            Tensor kernel = pad(
                tensor(convolution.Kernel, [convolution.Outputs, convolution.Inputs, 3, 3]),
                [0, 0, 0, 0, 0, inputs - convolution.Inputs, 0, outputs - convolution.Outputs]);
            Tensor bias = pad(tensor(convolution.Bias, [convolution.Outputs]), [0, outputs - convolution.Outputs]);
            _layers.Add((convolution.Layer, Layout(kernel), bias));
            inputs = outputs;
        }
    }

    /// <summary>One forward pass with Gram matrices at the style layers and one backward pass from them.</summary>
    public void Step(float[] pixels, int width, int height, HashSet<LayerName> style, LayerName content)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor input = Layout(tensor(pixels, [1, 3, height, width])).requires_grad_();
        List<Tensor> outputs = [], derivatives = [];
        Tensor current = input;
        foreach ((LayerName layer, Tensor kernel, Tensor bias) in _layers)
        {
            if (VggLayers.PoolsBefore(layer))
                current = max_pool2d(current, [2, 2], [2, 2]);
            current = conv2d(current, kernel, bias, padding: [1L, 1L]).relu_();
            if (!style.Contains(layer) && layer != content)
                continue;
            outputs.Add(current);
            using IDisposable frozen = no_grad();
            derivatives.Add(style.Contains(layer) ? StyleGradient(current.detach()) : current.detach() * 1e-3f);
        }

        autograd.grad(outputs, [input], derivatives)[0].contiguous().data<float>().ToArray();
    }

    private static Tensor StyleGradient(Tensor features)
    {
        long channels = features.shape[1], positions = features.shape[2] * features.shape[3];
        Tensor flat = features.permute(0, 2, 3, 1).reshape(positions, channels);
        Tensor gram = flat.t().mm(flat) / positions;
        return flat.mm(gram).mul_(2f / positions).view(1, features.shape[2], features.shape[3], channels)
            .permute(0, 3, 1, 2);
    }

    private Tensor Layout(Tensor tensor) =>
        _channelsLast ? tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : tensor;
}
