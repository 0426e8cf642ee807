using Impasto.Engines.Simd.Layout;
using Impasto.Engines.Simd.Planes;

namespace Impasto.Engines.Simd;

/// <summary>Where a segment's memory is, and what it reads and writes outside of it.</summary>
internal readonly unsafe struct SegmentMemory
{
    /// <summary>Memory in use while it runs.</summary>
    public byte* Memory { get; init; }

    /// <summary>Memory that a band keeps.</summary>
    public byte* Kept { get; init; }

    /// <summary>The features it begins with; null where it begins with the picture.</summary>
    public float* Source { get; init; }

    /// <summary>Where their gradient goes; null where it begins with the picture.</summary>
    public float* SourceGradient { get; init; }

    /// <summary>The picture, where it begins with that.</summary>
    public PaddedPlanes Picture { get; init; }

    /// <summary>Where the picture's gradient goes.</summary>
    public PaddedPlanes PictureGradient { get; init; }

    /// <summary>A slot's place; null for none.</summary>
    public float* At(MemorySlot? slot) => slot is null ? null : (float*)((slot.Kept ? Kept : Memory) + slot.Offset);
}
