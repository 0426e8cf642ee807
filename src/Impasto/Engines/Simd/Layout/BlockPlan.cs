namespace Impasto.Engines.Simd.Layout;

/// <summary>A block of the network that runs in bands, and the memory of its output.</summary>
/// <param name="Bands">From top to bottom.</param>
/// <param name="Forward">Memory of the band that runs forward.</param>
/// <param name="Pooled">The whole pooled features.</param>
internal sealed record BlockPlan(IReadOnlyList<SegmentPlan> Bands, MemorySlot Forward, MemorySlot Pooled)
{
    /// <summary>Memory of the band that runs backward; null without a backward pass.</summary>
    public MemorySlot? Backward { get; init; }

    /// <summary>What the bands keep, one after the other; null without a backward pass.</summary>
    public MemorySlot? Kept { get; init; }

    /// <summary>The gradient of the whole pooled features; null without a backward pass.</summary>
    public MemorySlot? PooledGradient { get; init; }

    /// <summary>Bytes that each band keeps.</summary>
    public long KeptLength { get; } = Bands.Max(band => band.KeptLength);
}
