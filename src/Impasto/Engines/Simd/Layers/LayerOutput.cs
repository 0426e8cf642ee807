using Impasto.Engines.Simd.Planes;

namespace Impasto.Engines.Simd.Layers;

/// <summary>Where a layer's results go; null for results that are not needed.</summary>
internal readonly unsafe struct LayerOutput(
    float* bias,
    int blocks,
    float* features,
    int height,
    int width,
    float* pooled,
    PoolingMode pooling,
    byte* reluBits,
    byte* routeBits)
{
    /// <summary>One value a channel, zero for the padded ones.</summary>
    public readonly float* Bias = bias;

    /// <summary>Registers that hold a position.</summary>
    public readonly int Blocks = blocks;

    /// <summary>After the ReLU, Height x Width x Blocks.</summary>
    public readonly float* Features = features;

    /// <summary>Columns before the pooling.</summary>
    public readonly int Width = width;

    /// <summary>Whether the features are too large to be in a cache when they are read.</summary>
    public readonly bool Streams = features is not null && CacheLimit.Exceeded((long)height * width * blocks);

    /// <summary>After the pooling.</summary>
    public readonly float* Pooled = pooled;

    /// <summary>Which pooling, if there is one.</summary>
    public readonly PoolingMode Pooling = pooling;

    /// <summary>One bit a value: it is positive.</summary>
    public readonly byte* ReluBits = reluBits;

    /// <summary>One bit a value: max pooling chose it and it is positive.</summary>
    public readonly byte* RouteBits = routeBits;
}
