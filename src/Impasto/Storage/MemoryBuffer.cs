namespace Impasto.Storage;

/// <summary>
/// A buffer outside the collected heap: given back to the system when it is disposed of, not some time later.
/// </summary>
internal sealed unsafe class MemoryBuffer : PixelBuffer
{
    private readonly NativeBlock _block;

    /// <summary>Zeros.</summary>
    /// <param name="length">Values.</param>
    /// <exception cref="MemoryException">There is not that much memory.</exception>
    public MemoryBuffer(long length)
    {
        Length = length;
        try
        {
            _block = NativeBlock.Zeros(checked(Math.Max(1, length) * sizeof(float)));
        }
        catch (Exception failure) when (failure is OutOfMemoryException or OverflowException)
        {
            throw new MemoryException($"There is no memory for {length * 4e-6:0} MB of pixels.", failure);
        }
    }

    public override long Length { get; }

    public override bool IsOnDisk => false;

    public override void Read(long start, Span<float> target)
    {
        At(start, target.Length).CopyTo(target);
        GC.KeepAlive(this);
    }

    public override void Write(long start, ReadOnlySpan<float> source)
    {
        source.CopyTo(At(start, source.Length));
        GC.KeepAlive(this);
    }

    internal override PixelPiece Open(long start, int count, PieceUse use) => new(this, At(start, count));

    private Span<float> At(long start, int count)
    {
        ObjectDisposedException.ThrowIf(_block.IsClosed, this);
        Check(start, count);
        return new Span<float>((float*)_block.Pointer + start, count);
    }

    protected override void Dispose(bool disposing) => _block.Dispose();
}
