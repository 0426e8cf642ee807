namespace Impasto.Engines.Simd;

/// <summary>A layer's size in one step, what is asked of it, and where its values lie.</summary>
internal sealed record LayerPlan
{
    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>Whether a pooling follows.</summary>
    public required bool Pools { get; init; }

    /// <summary>Regions whose moments are wanted; none where the layer is no style layer.</summary>
    public required IReadOnlyList<LayerRegion> Regions { get; init; }

    /// <summary>Whether its moments are wanted.</summary>
    public bool Style => Regions.Count > 0;

    /// <summary>Whether its features are wanted as they are.</summary>
    public required bool Content { get; init; }

    /// <summary>Whether a loss looks at it.</summary>
    public bool Tapped => Style || Content;

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
