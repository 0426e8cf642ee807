using static TorchSharp.torch;

namespace Impasto.Training.Students;

/// <summary>Makes layers of random weights.</summary>
/// <param name="seed">Seed of the weights.</param>
/// <param name="device">Where the tensors lie.</param>
internal sealed class RandomWeights(int seed, Device device)
{
    private readonly Random _random = new(seed);

    /// <summary>A layer without a map.</summary>
    public StudentLayer Layer(ConvolutionShape shape) => new(shape.Layer, Kernel(shape), Zeros(shape.Outputs));

    /// <summary>A layer with a map.</summary>
    /// <param name="shape">Its convolution.</param>
    /// <param name="channels">The teacher's channels.</param>
    public StudentLayer Layer(ConvolutionShape shape, int channels) =>
        new(shape.Layer, Kernel(shape), Zeros(shape.Outputs))
        {
            MapKernel = Normal([channels, shape.Outputs, 1, 1], Math.Sqrt(1.0 / shape.Outputs)),
            MapBias = Zeros(channels),
        };

    // He, Zhang, Ren and Sun, 2015: keeps the size of activations through ReLUs.
    private Tensor Kernel(ConvolutionShape shape) =>
        Normal([shape.Outputs, shape.Inputs, 3, 3], Math.Sqrt(2.0 / (9 * shape.Inputs)));

    // Numbers are drawn and multiplied by 0: without them a seed would give other kernels than in earlier versions.
    private Tensor Zeros(int count) => Normal([count], 0);

    private Tensor Normal(long[] shape, double deviation)
    {
        float[] values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(deviation * Gaussian());
        return tensor(values, shape).to(device).requires_grad_().DetachFromDisposeScope();
    }

    // Box and Muller, 1958.
    private double Gaussian() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
