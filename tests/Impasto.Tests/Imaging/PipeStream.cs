namespace Impasto.Tests.Imaging;

/// <summary>
/// A stream as a web request or response is: it can't seek, gives a few bytes at a time and only works async.
/// </summary>
internal sealed class PipeStream : Stream
{
    private const int MostAtOnce = 100;

    private readonly MemoryStream _inner;

    public PipeStream(byte[] content) => _inner = new MemoryStream(content);

    public PipeStream() => _inner = new MemoryStream();

    /// <summary>Whether reading and writing may block; a web server's streams forbid that.</summary>
    public bool AllowsBlocking { get; init; }

    public byte[] Content => _inner.ToArray();

    public bool IsClosed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        RequireBlocking();
        return _inner.Read(buffer, offset, Math.Min(count, MostAtOnce));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _inner.ReadAsync(buffer[..Math.Min(buffer.Length, MostAtOnce)], cancellationToken);

    public override void Write(byte[] buffer, int offset, int count)
    {
        RequireBlocking();
        _inner.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _inner.WriteAsync(buffer, cancellationToken);

    public override void Flush() => RequireBlocking();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsClosed = true;
        base.Dispose(disposing);
    }

    private void RequireBlocking()
    {
        if (!AllowsBlocking)
            throw new InvalidOperationException("Synchronous operations are disallowed.");
    }
}
