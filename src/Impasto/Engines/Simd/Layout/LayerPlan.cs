using Impasto.Engines.Simd.Planes;

namespace Impasto.Engines.Simd.Layout;

/// <summary>A layer in a segment, and where its values lie.</summary>
/// <param name="Shape">The layer in the whole picture.</param>
/// <param name="Height">Its rows in the segment; columns are always all.</param>
internal sealed record LayerPlan(LayerShape Shape, int Height)
{
    /// <summary>Columns.</summary>
    public int Width => Shape.Width;

    /// <summary>Whether a pooling follows.</summary>
    public bool Pools => Shape.Pools;

    /// <summary>Whether a loss looks at it.</summary>
    public bool Tapped => Shape.Tapped;

    /// <summary>The features after the ReLU; null where only the pooled ones are needed.</summary>
    public MemorySlot? Features { get; set; }

    /// <summary>The pooled features.</summary>
    public MemorySlot? Pooled { get; set; }

    /// <summary>One bit a value: it is positive.</summary>
    public MemorySlot? ReluBits { get; set; }

    /// <summary>One bit a value: max pooling lets the gradient through to it.</summary>
    public MemorySlot? RouteBits { get; set; }

    /// <summary>The gradient of the pooled features.</summary>
    public MemorySlot? PooledGradient { get; set; }

    /// <summary>The gradient of the features; a tapped layer's takes the place of its features.</summary>
    public MemorySlot? Gradient { get; set; }

    /// <summary>The gradient of the layer's inputs just beyond their edge.</summary>
    public MemorySlot? Rim { get; set; }
}
