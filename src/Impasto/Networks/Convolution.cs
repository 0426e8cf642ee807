namespace Impasto.Networks;

/// <summary>One frozen 3 x 3 convolution with its bias; a ReLU follows it in every network here.</summary>
public sealed class Convolution
{
    /// <summary>Wraps weights that the caller hands over; they are not copied.</summary>
    /// <param name="layer">The field's name for it, conv1_1 to conv5_4.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">outputs x inputs x 3 x 3.</param>
    /// <param name="bias">outputs.</param>
    public Convolution(LayerName layer, int inputs, int outputs, float[] kernel, float[] bias)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(bias);
        if (kernel.LongLength != (long)inputs * outputs * 9)
            throw new ArgumentException($"Expected {outputs} x {inputs} x 3 x 3 values, got {kernel.Length}.", nameof(kernel));
        if (bias.Length != outputs)
            throw new ArgumentException($"Expected {outputs} values, got {bias.Length}.", nameof(bias));
        Layer = layer;
        Inputs = inputs;
        Outputs = outputs;
        Kernel = kernel;
        Bias = bias;
    }

    /// <summary>Which layer of a VGG network this is.</summary>
    public LayerName Layer { get; }

    /// <summary>Input channels.</summary>
    public int Inputs { get; }

    /// <summary>Output channels.</summary>
    public int Outputs { get; }

    /// <summary>Weights, Outputs x Inputs x 3 x 3.</summary>
    public float[] Kernel { get; }

    /// <summary>Biases, one an output channel.</summary>
    public float[] Bias { get; }
}
