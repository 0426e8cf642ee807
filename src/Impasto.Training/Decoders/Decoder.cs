using Impasto.Networks;
using Impasto.Torch.Tensors;
using Impasto.Training.Checkpoints;
using Impasto.Training.Students;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Training.Decoders;

/// <summary>The decoder in training: features of two layers become a picture.</summary>
/// <remarks>
/// 3 x 3 convolutions with edges repeated; a ReLU after all but the last; each position is doubled before the third,
/// fifth and seventh. The third also takes the features of the finer layer.
/// </remarks>
internal sealed class Decoder : IDisposable
{
    // The compact network's features are about 1: centred ones train faster. The exported biases contain this.
    private const double Centre = 1;

    // Of the usual size: the first pictures are little more than their colours.
    private const double FirstContrast = 0.3;

    /// <summary>A decoder with random weights.</summary>
    /// <param name="shape">Its widths.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="device">Where its tensors lie.</param>
    public Decoder(DecoderShape shape, int seed, Device device)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var random = new RandomWeights(seed, device);
        Layers = [.. shape.Convolutions.Select(shaped => random.Layer(shaped))];
        using IDisposable frozen = no_grad();
        Layers[^1].Kernel.Scale(FirstContrast);
        PassColors();
        Weights = [.. Layers.SelectMany(layer => layer.Weights)];
    }

    /// <summary>The convolutions in order.</summary>
    public IReadOnlyList<StudentLayer> Layers { get; }

    /// <summary>All tensors that a training changes, in order.</summary>
    public IReadOnlyList<TrainedWeight> Weights { get; }

    /// <summary>Makes pictures, B x 3 x H x W, mostly within 0 to 1.</summary>
    /// <param name="features">Features of the two layers.</param>
    public Tensor Run(DecoderInput features)
    {
        ArgumentNullException.ThrowIfNull(features);
        Tensor x = features.Deep.Plus(-Centre);
        for (int i = 0; i < Layers.Count; i++)
        {
            if (DecoderShape.Doubles(i))
                x = Doubled(x);
            if (i == DecoderShape.Skip)
                x = cat([x, features.Fine.Plus(-Centre)], 1);
            x = conv2d(pad(x, [1, 1, 1, 1], PaddingModes.Replicate), Layers[i].Kernel, Layers[i].Bias);
            if (i < Layers.Count - 1)
                x = x.relu_();
        }

        return x;
    }

    /// <summary>The weights for features that are not centred, outputs x inputs x 3 x 3 and outputs.</summary>
    public IEnumerable<Convolution> Export() => Enumerable.Range(0, Layers.Count).Select(Export);

    private Convolution Export(int index)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        StudentLayer layer = Layers[index];
        Tensor kernel = layer.Kernel.cpu(), bias = layer.Bias.cpu();
        if (index == 0)
            bias = bias.Plus(kernel.sum([1, 2, 3]), -Centre);
        else if (index == DecoderShape.Skip)
            bias = bias.Plus(kernel.narrow(1, Layers[index - 1].Kernel.shape[0], Fine(index)).sum([1, 2, 3]), -Centre);
        return new Convolution(
            layer.Name,
            (int)kernel.shape[1],
            (int)kernel.shape[0],
            [.. kernel.contiguous().data<float>()],
            [.. bias.contiguous().data<float>()]);
    }

    /// <summary>Visits all weights.</summary>
    /// <param name="state">Saves or restores them.</param>
    /// <param name="prefix">Begins every name.</param>
    public void Exchange(StateExchange state, string prefix)
    {
        foreach (TrainedWeight weight in Weights)
            state.Visit(prefix + weight.Name, weight.Value);
    }

    private long Fine(int index) => Layers[index].Kernel.shape[1] - Layers[index - 1].Kernel.shape[0];

    // A decoder begins with the colours that it gets, smoothly enlarged: three channels of each layer from them on pass
    // them, and it learns what to add.
    private void PassColors()
    {
        Tensor centre = tensor((float[])[0, 0, 0, 0, 1, 0, 0, 0, 0], [3, 3]);
        Tensor smooth = tensor((float[])[1, 2, 1, 2, 4, 2, 1, 2, 1], [3, 3]).Over(16);
        for (int i = DecoderShape.Skip; i < Layers.Count; i++)
        {
            (Tensor kernel, Tensor bias) = (Layers[i].Kernel, Layers[i].Bias);
            bool takes = i == DecoderShape.Skip, makes = i == Layers.Count - 1;
            long first = takes ? kernel.shape[1] - DecoderLayers.ColorChannels : 0;
            for (int color = 0; color < DecoderShape.Colors; color++)
            {
                Tensor output = kernel.select(0, color);
                if (makes)
                    output.narrow(0, 0, DecoderShape.Colors).zero_();
                else
                    output.zero_();
                Tensor taps = DecoderShape.Doubles(i) && !takes ? smooth : centre;
                output.select(0, first + color).copy_(makes ? taps.Over(DecoderLayers.ColorScale) : taps);
                bias.select(0, color).zero_().Add(takes ? Centre : 0);
            }
        }
    }

    private static Tensor Doubled(Tensor source) => interpolate(
        source, [source.shape[2] * 2, source.shape[3] * 2], mode: InterpolationMode.Nearest);

    public void Dispose()
    {
        foreach (StudentLayer layer in Layers)
            layer.Dispose();
    }
}
