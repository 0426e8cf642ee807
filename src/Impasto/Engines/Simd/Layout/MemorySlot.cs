namespace Impasto.Engines.Simd.Layout;

/// <summary>A buffer's place in the memory of a step, and when it is in use.</summary>
internal sealed record MemorySlot(long Offset, long Length, int First, int Last)
{
    /// <summary>Whether it lies in the memory that a band keeps from its forward to its backward pass.</summary>
    public bool Kept { get; init; }
}
