using Impasto.Engines.Simd.Layout;
using Impasto.Engines.Simd.Planes;

namespace Impasto.Engines.Simd;

/// <summary>Addresses of a segment's own memory and of its inputs and outputs.</summary>
internal readonly unsafe struct SegmentMemory
{
    /// <summary>Memory in use while the segment runs.</summary>
    public byte* Memory { get; init; }

    /// <summary>Memory that a band keeps.</summary>
    public byte* Kept { get; init; }

    /// <summary>The segment's input features; null where its input is the picture.</summary>
    public float* Source { get; init; }

    /// <summary>Where their gradient goes; null where the input is the picture.</summary>
    public float* SourceGradient { get; init; }

    /// <summary>The picture, where that is the input.</summary>
    public PaddedPlanes Picture { get; init; }

    /// <summary>Where the picture's gradient goes.</summary>
    public PaddedPlanes PictureGradient { get; init; }

    /// <summary>A slot's place; null for none.</summary>
    public float* At(MemorySlot? slot) => slot is null ? null : (float*)((slot.Kept ? Kept : Memory) + slot.Offset);
}
