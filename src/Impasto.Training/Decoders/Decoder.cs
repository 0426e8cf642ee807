using Impasto.Networks;
using Impasto.Networks.Files;
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

    /// <summary>A decoder with the weights of a file.</summary>
    /// <param name="file">The file, as <see cref="Export()"/>'s convolutions are written.</param>
    /// <param name="deep">Channels of the deep layer.</param>
    /// <param name="fine">Channels of the finer layer and of the colours.</param>
    /// <param name="device">Where its tensors lie.</param>
    /// <exception cref="WeightsException">The file is not a decoder behind these layers.</exception>
    public static Decoder Load(TensorFile file, int deep, int fine, Device device)
    {
        ArgumentNullException.ThrowIfNull(file);
        int[] widths = [.. Enumerable.Range(0, DecoderOptions.InnerLayers).Select(i => Width(file, i))];
        var shape = new DecoderShape(deep, fine, widths);
        var decoder = new Decoder(shape, 0, device);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        for (int i = 0; i < decoder.Layers.Count; i++)
        {
            StudentLayer layer = decoder.Layers[i];
            Tensor kernel = Values(file, $"{layer.Name}.weight", layer.Kernel);
            layer.Kernel.copy_(kernel);
            layer.Bias.copy_(Values(file, $"{layer.Name}.bias", layer.Bias).Plus(decoder.OfCentre(i, kernel)));
        }

        return decoder;
    }

    private static int Width(TensorFile file, int index)
    {
        const int Widest = 1024;
        string name = $"{DecoderShape.NameOf(index)}.weight";
        return file.Tensors.TryGetValue(name, out TensorEntry? entry)
            && entry.Shape is [> 0 and <= Widest and var width, ..] && width % DecoderOptions.WidthStep == 0
            ? (int)width
            : throw new WeightsException($"The file to begin with is not a decoder: it has no usable {name}.");
    }

    private static Tensor Values(TensorFile file, string name, Tensor like)
    {
        bool fits = file.Tensors.TryGetValue(name, out TensorEntry? entry) && entry.Shape.SequenceEqual(like.shape);
        return fits
            ? tensor(file.Read(name), like.shape)
            : throw new WeightsException(
                $"The file to begin with is not a decoder: expected {name} of {string.Join(" x ", like.shape)} "
                + "values.");
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
        if (index is 0 or DecoderShape.Skip)
            bias = bias - OfCentre(index, kernel);
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

    /// <summary>Moves the weights a part of the way to another decoder's: a running average.</summary>
    /// <param name="newest">The other decoder.</param>
    /// <param name="kept">Share of the own weights that stays, 0 to 1.</param>
    public void Follow(Decoder newest, double kept)
    {
        ArgumentNullException.ThrowIfNull(newest);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        for (int i = 0; i < Weights.Count; i++)
            Weights[i].Value.Scale(kept).Add(newest.Weights[i].Value, 1 - kept);
    }

    // What the centre of a convolution's features adds to its biases.
    private Tensor OfCentre(int index, Tensor kernel) => index switch
    {
        0 => kernel.sum([1, 2, 3]).Times(Centre),
        DecoderShape.Skip =>
            kernel.narrow(1, Layers[index - 1].Kernel.shape[0], Fine(index)).sum([1, 2, 3]).Times(Centre),
        _ => zeros([kernel.shape[0]]),
    };

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
