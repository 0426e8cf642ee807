using NetVips;

namespace Impasto.Imaging.Files;

/// <summary>A stream that libvips writes to, and the reason if that fails, which libvips does not report.</summary>
internal sealed class StreamTarget : IDisposable
{
    private readonly Stream _stream;
    private readonly TargetCustom _target = new();

    /// <param name="stream">Receives the file; can seek.</param>
    public StreamTarget(Stream stream)
    {
        _stream = stream;
        _target.OnWrite += (bytes, length) => (int)Try(() =>
        {
            _stream.Write(bytes, 0, length);
            return length;
        });
        _target.OnSeek += (offset, origin) => Try(() => _stream.Seek(offset, origin));
        _target.OnRead += (bytes, length) => (int)Try(() => _stream.Read(bytes, 0, length));
    }

    /// <summary>The target for libvips.</summary>
    public Target Target => _target;

    /// <summary>What the stream threw; null if nothing.</summary>
    public Exception? Failure { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => _target.Dispose();

    // An exception must not pass through libvips.
    private long Try(Func<long> action)
    {
        try
        {
            return Failure is null ? action() : -1;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Failure = failure;
            return -1;
        }
    }
}
