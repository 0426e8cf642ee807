namespace Impasto.Storage;

/// <summary>A buffer over an array of the caller.</summary>
internal sealed class ArrayBuffer(float[] values) : PixelBuffer
{
    public override long Length => values.LongLength;

    public override bool IsOnDisk => false;

    public override void Read(long start, Span<float> target)
    {
        Check(start, target.Length);
        values.AsSpan((int)start, target.Length).CopyTo(target);
    }

    public override void Write(long start, ReadOnlySpan<float> source)
    {
        Check(start, source.Length);
        source.CopyTo(values.AsSpan((int)start));
    }

    internal override PixelPiece Open(long start, int count, PieceUse use)
    {
        Check(start, count);
        return new PixelPiece(this, values.AsSpan((int)start, count));
    }

    protected override void Dispose(bool disposing)
    {
    }
}
