namespace Impasto.Studio.Uploads;

/// <summary>Counts what is read of a body as part of an upload.</summary>
/// <param name="inner">The body.</param>
/// <param name="upload">The upload.</param>
internal sealed class CountedStream(Stream inner, Upload upload) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, upload.CutOff);
        try
        {
            int read = await inner.ReadAsync(buffer, end.Token);
            upload.Take(read);
            if (read == 0 && buffer.Length > 0)
                upload.End();
            return read;
        }
        catch (OperationCanceledException) when (upload.CutOff.IsCancellationRequested)
        {
            throw Upload.TooSlow;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A body is read without blocking.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
