namespace Impasto.Storage;

/// <summary>
/// A long row of numbers, one or more for each pixel of a picture, in memory or in a temporary file; used piece by
/// piece.
/// </summary>
/// <remarks>
/// Optimisers, losses and engines read and write it in pieces, so that none of them depends on where it lies. Not safe
/// for several threads at once.
/// </remarks>
public abstract class PixelBuffer : IDisposable
{
    /// <summary>
    /// Values that are worked on together: 1 MB of them, which fit the second-level cache with those of another buffer.
    /// </summary>
    internal const int PieceLength = 1 << 18;

    /// <summary>How many values there are.</summary>
    public abstract long Length { get; }

    /// <summary>Whether the values lie in a file.</summary>
    public abstract bool IsOnDisk { get; }

    /// <summary>An array as a buffer: the values stay where they are.</summary>
    /// <param name="values">The array; read and written as the buffer is.</param>
    public static implicit operator PixelBuffer(float[] values) => Of(values);

    /// <summary>An array as a buffer: the values stay where they are.</summary>
    /// <param name="values">The array; read and written as the buffer is.</param>
    public static PixelBuffer Of(float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new ArrayBuffer(values);
    }

    /// <summary>Copies values out.</summary>
    /// <param name="start">The first value's place.</param>
    /// <param name="target">Receives as many as it holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer values.</exception>
    public abstract void Read(long start, Span<float> target);

    /// <summary>Copies values in.</summary>
    /// <param name="start">The first value's place.</param>
    /// <param name="source">The values.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is less room.</exception>
    public abstract void Write(long start, ReadOnlySpan<float> source);

    /// <summary>
    /// Opens values for work in place: the values themselves if they are in memory, else a copy that is written back
    /// when the piece is disposed of.
    /// </summary>
    internal abstract PixelPiece Open(long start, int count, PieceUse use);

    /// <summary>Opens the piece that begins there: <see cref="PieceLength"/> values, or as many as are left.</summary>
    internal PixelPiece OpenFrom(long start, PieceUse use) =>
        Open(start, (int)Math.Min(PieceLength, Length - start), use);

    /// <summary>All values in one array.</summary>
    /// <exception cref="MemoryException">There are more than an array can hold.</exception>
    internal float[] ToArray()
    {
        if (Length > Array.MaxLength)
            throw new MemoryException($"A picture of {Length / 3} pixels is more than fits into one array.");
        float[] values = new float[Length];
        Read(0, values);
        return values;
    }

    /// <summary>Throws if not all values are inside.</summary>
    protected void Check(long start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length - start);
    }

    /// <summary>Frees the memory or the file.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the memory or the file.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected abstract void Dispose(bool disposing);
}
