using Impasto.Networks;
using Impasto.Torch.Tensors;
using static TorchSharp.torch;

namespace Impasto.Training.Students;

/// <summary>
/// A student's convolution, and where the teacher has the layer, a linear map to the teacher's channels.
/// </summary>
internal sealed class StudentLayer : IDisposable
{
    /// <summary>Takes over the tensors.</summary>
    /// <param name="name">The layer.</param>
    /// <param name="kernel">Outputs x inputs x 3 x 3.</param>
    /// <param name="bias">Outputs.</param>
    public StudentLayer(LayerName name, Tensor kernel, Tensor bias)
    {
        Name = name;
        Kernel = kernel;
        Bias = bias;
    }

    public LayerName Name { get; }

    /// <summary>Weights of the convolution, outputs x inputs x 3 x 3.</summary>
    public Tensor Kernel { get; }

    /// <summary>Biases of the convolution, one an output.</summary>
    public Tensor Bias { get; }

    /// <summary>A, teacher's channels x outputs x 1 x 1; null at a layer without a map.</summary>
    public Tensor? MapKernel { get; init; }

    /// <summary>b, one for each of the teacher's channels; null at a layer without a map.</summary>
    public Tensor? MapBias { get; init; }

    /// <summary>The layer's tensors with their names in checkpoints.</summary>
    public IEnumerable<TrainedWeight> Weights
    {
        get
        {
            yield return new TrainedWeight($"{Name}.weight", Name, Kernel);
            yield return new TrainedWeight($"{Name}.bias", Name, Bias);
            if (MapKernel is null || MapBias is null)
                yield break;
            yield return new TrainedWeight($"{Name}.map.weight", Name, MapKernel);
            yield return new TrainedWeight($"{Name}.map.bias", Name, MapBias);
        }
    }

    /// <summary>The layer's features in the teacher's channels.</summary>
    /// <param name="features">B x outputs x H x W.</param>
    /// <exception cref="InvalidOperationException">The layer has no map.</exception>
    public Tensor Mapped(Tensor features) => MapKernel is { } kernel
        ? ChannelsLast.Mapped(features, kernel.flatten(1), MapBias)
        : throw new InvalidOperationException($"{Name} has no map.");

    /// <summary>Replaces the map's values.</summary>
    /// <exception cref="InvalidOperationException">The layer has no map.</exception>
    public void SetMap(AffineMap map)
    {
        if (MapKernel is not { } kernel || MapBias is not { } bias)
            throw new InvalidOperationException($"{Name} has no map.");
        kernel.copy_(map.Matrix.unsqueeze(2).unsqueeze(3));
        bias.copy_(map.Shift);
    }

    public void Dispose()
    {
        Kernel.Dispose();
        Bias.Dispose();
        MapKernel?.Dispose();
        MapBias?.Dispose();
    }
}
