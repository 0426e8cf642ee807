namespace Impasto.Engines.Simd;

/// <summary>The gradient that reaches a convolution's outputs, read through its ReLU and the pooling after it.</summary>
/// <remarks>
/// Where the layer is pooled the gradient stays at the pooled size, a quarter of the memory: the bits say which of the
/// four positions it belongs to.
/// </remarks>
internal readonly unsafe struct GradientSource(float* gradient, byte* bits, int height, int width, int stride, bool pooled, float share)
{
    /// <summary>dL/dfeatures, or dL/dpooled features.</summary>
    public readonly float* Gradient = gradient;

    /// <summary>One bit a value of the unpooled layer: the gradient passes.</summary>
    public readonly byte* Bits = bits;

    /// <summary>Rows of the unpooled layer.</summary>
    public readonly int Height = height;

    /// <summary>Columns of the unpooled layer.</summary>
    public readonly int Width = width;

    /// <summary>Channels in memory.</summary>
    public readonly int Stride = stride;

    /// <summary>Whether the gradient is at the pooled size.</summary>
    public readonly bool Pooled = pooled;

    /// <summary>What each position gets of it: 1, or a quarter behind average pooling.</summary>
    public readonly float Share = share;
}
