namespace Impasto.Engines.Simd.Layout;

/// <summary>Finds places for buffers in one piece of memory, so that those never alive together share it.</summary>
/// <remarks>
/// First fit in the order of reservation, which is the order of a step; computed before anything runs.
/// </remarks>
/// <param name="kept">Whether this is the memory that a band keeps from its forward to its backward pass.</param>
internal sealed class MemoryPlan(bool kept = false)
{
    // A cache line more than the size keeps neighbours from falling into the same cache sets.
    private const long Alignment = 64;

    private readonly List<MemorySlot> _slots = [];

    /// <summary>Bytes that everything needs together.</summary>
    public long Length { get; private set; }

    /// <summary>Reserves memory from one moment of a step to another, both inclusive.</summary>
    public MemorySlot Reserve(long bytes, int first, int last)
    {
        long size = (bytes + (2 * Alignment) - 1) / Alignment * Alignment;
        long offset = 0;
        var alive = _slots.Where(slot => slot.First <= last && slot.Last >= first).OrderBy(slot => slot.Offset);
        foreach (MemorySlot slot in alive)
        {
            if (slot.Offset - offset >= size)
                break;
            offset = Math.Max(offset, slot.Offset + slot.Length);
        }

        var found = new MemorySlot(offset, size, first, last) { Kept = kept };
        _slots.Add(found);
        Length = Math.Max(Length, offset + size);
        return found;
    }
}
