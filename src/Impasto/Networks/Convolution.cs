namespace Impasto.Networks;

/// <summary>One frozen k x k convolution with its bias; stride 1, as many rows and columns come out as go in.</summary>
/// <remarks>Its layer's features are read after the <see cref="Relu"/> behind it, where one follows.</remarks>
public sealed class Convolution : NetworkNode
{
    // VGG has 512 channels. Bounds every product of channels below 2^31.
    private const int MostChannels = 1 << 14;
    private const int LargestSize = 31;

    /// <summary>Wraps weights that the caller hands over; they are not copied.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="inputs">Input channels, 1 to 16384.</param>
    /// <param name="outputs">Output channels, 1 to 16384.</param>
    /// <param name="kernel">outputs x inputs x k x k, for an odd k of 1 to 31.</param>
    /// <param name="bias">outputs.</param>
    /// <exception cref="ArgumentException">The weights do not fit the channels.</exception>
    public Convolution(LayerName layer, int inputs, int outputs, float[] kernel, float[] bias)
    {
        ArgumentException.ThrowIfNullOrEmpty(layer.Text, nameof(layer));
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(bias);
        RequireRange(inputs, MostChannels, nameof(inputs));
        RequireRange(outputs, MostChannels, nameof(outputs));
        long pairs = (long)inputs * outputs;
        int size = (int)Math.Sqrt(kernel.LongLength / (double)pairs);
        if (size % 2 == 0 || size > LargestSize || kernel.LongLength != pairs * size * size)
        {
            throw new ArgumentException(
                $"Expected {outputs} x {inputs} x k x k values for an odd k of 1 to {LargestSize}, got "
                + $"{kernel.Length}.",
                nameof(kernel));
        }

        if (bias.Length != outputs)
            throw new ArgumentException($"Expected {outputs} values, got {bias.Length}.", nameof(bias));
        Layer = layer;
        Inputs = inputs;
        Outputs = outputs;
        Kernel = kernel;
        Bias = bias;
        Size = size;
    }

    /// <summary>The layer that this convolution makes.</summary>
    public LayerName Layer { get; }

    /// <summary>Input channels.</summary>
    public int Inputs { get; }

    /// <summary>Output channels.</summary>
    public int Outputs { get; }

    /// <summary>Rows and columns of the kernel, odd.</summary>
    public int Size { get; }

    /// <summary>Weights, Outputs x Inputs x Size x Size.</summary>
    public float[] Kernel { get; }

    /// <summary>Biases, one an output channel.</summary>
    public float[] Bias { get; }

    /// <inheritdoc/>
    internal override NodeGeometry After(NodeGeometry before)
    {
        if (Inputs != before.Channels)
            throw new ArgumentException($"{Layer} takes {Inputs} channels, expected {before.Channels}.");
        double products = (double)Size * Size * Inputs * Outputs;
        return before with
        {
            Channels = Outputs,
            Radius = before.Radius + (Size / 2 * before.Stride),
            Multiplications = before.Multiplications + (products / ((double)before.Stride * before.Stride)),
        };
    }

    private static void RequireRange(int value, int most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}
