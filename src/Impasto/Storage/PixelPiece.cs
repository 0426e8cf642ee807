using System.Buffers;

namespace Impasto.Storage;

/// <summary>Some values of a buffer, open for work; Dispose writes a copy back.</summary>
internal readonly ref struct PixelPiece
{
    private readonly PixelBuffer _owner;
    private readonly float[]? _copy;
    private readonly long _start;
    private readonly PieceUse _use;

    /// <summary>Values that are the buffer's own.</summary>
    public PixelPiece(PixelBuffer owner, Span<float> values)
    {
        _owner = owner;
        Values = values;
    }

    /// <summary>A copy of a buffer's values.</summary>
    public PixelPiece(PixelBuffer owner, long start, int count, PieceUse use)
    {
        _owner = owner;
        _start = start;
        _use = use;
        _copy = ArrayPool<float>.Shared.Rent(count);
        Values = _copy.AsSpan(0, count);
        if (use.HasFlag(PieceUse.Read))
            owner.Read(start, Values);
    }

    /// <summary>The values.</summary>
    public Span<float> Values { get; }

    public void Dispose()
    {
        // Memory outside the collected heap must not be freed by a finalizer while the values are in use.
        GC.KeepAlive(_owner);
        if (_copy is null)
            return;
        if (_use.HasFlag(PieceUse.Write))
            _owner.Write(_start, Values);
        ArrayPool<float>.Shared.Return(_copy);
    }
}
