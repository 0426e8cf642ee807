using Amazon.S3.Model;

namespace Impasto.Studio.Storage;

/// <summary>
/// An object of an S3-compatible store, read from any place: a request for each place that is sought.
/// </summary>
/// <param name="length">Its bytes.</param>
/// <param name="open">Asks for a range of bytes, both ends included.</param>
internal sealed class S3Stream(long length, Func<long, long, CancellationToken, Task<GetObjectResponse>> open) : Stream
{
    private GetObjectResponse? _answer;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        long place = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => Length + offset,
        };
        ArgumentOutOfRangeException.ThrowIfNegative(place, nameof(offset));
        if (place != _position)
            Close(ref _answer);
        return _position = place;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.Length == 0)
            return 0;
        _answer ??= await open(_position, Length - 1, cancellationToken);
        int read = await _answer.ResponseStream.ReadAsync(buffer, cancellationToken);
        if (read == 0)
            throw new StoreAwayException($"a file ends after {_position} of its {Length} bytes");
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Files of an S3-compatible store are read asynchronously.");

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Close(ref _answer);
        base.Dispose(disposing);
    }

    private static void Close(ref GetObjectResponse? answer)
    {
        answer?.Dispose();
        answer = null;
    }
}
