using System.Runtime.InteropServices;

namespace Impasto.Storage;

/// <summary>A buffer outside the collected heap: given back to the system when it is disposed of, not some time later.</summary>
internal sealed unsafe class MemoryBuffer : PixelBuffer
{
    private float* _values;

    /// <summary>Zeros.</summary>
    /// <exception cref="ImpastoException">There is not that much memory.</exception>
    public MemoryBuffer(long length)
    {
        Length = length;
        try
        {
            _values = (float*)NativeMemory.AllocZeroed((nuint)Math.Max(1, length), sizeof(float));
            FreshMemory.Prepare(_values, length * sizeof(float));
        }
        catch (OutOfMemoryException failure)
        {
            throw new ImpastoException($"There is no memory for {length * sizeof(float) / 1e6:0} MB of pixels: use a smaller --memory or --size.", failure);
        }
    }

    public override long Length { get; }

    public override bool IsOnDisk => false;

    public override void Read(long start, Span<float> target) => At(start, target.Length).CopyTo(target);

    public override void Write(long start, ReadOnlySpan<float> source) => source.CopyTo(At(start, source.Length));

    internal override PixelPiece Open(long start, int count, PieceUse use) => new(At(start, count));

    private Span<float> At(long start, int count)
    {
        ObjectDisposedException.ThrowIf(_values is null, this);
        Check(start, count);
        return new Span<float>(_values + start, count);
    }

    protected override void Dispose(bool disposing)
    {
        NativeMemory.Free(_values);
        _values = null;
    }
}
