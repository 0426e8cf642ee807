using System.Globalization;
using Impasto.Imaging;
using Impasto.Video.Frames;

namespace Impasto.Video.Live;

/// <summary>Reads a stream of PPM pictures, such as <c>ffmpeg ... -f image2pipe -c:v ppm -</c> writes.</summary>
/// <remarks>
/// A thread reads all the time, so that whoever writes the stream never waits, unless all pictures are wanted. Three
/// memories take turns: one is filled, one waits, one was given.
/// </remarks>
public sealed class LiveStreamReader : ILiveReader
{
    private const string Wrong =
        "expected PPM pictures, such as 'ffmpeg -i CLIP -f image2pipe -c:v ppm -' writes them";

    private readonly object _gate = new();
    private readonly Stream _stream;
    private readonly string _name;
    private readonly long _maxPixels;
    private readonly bool _takesAll;
    private byte[] _filled = [];
    private byte[] _waiting = [];
    private byte[] _given = [];
    private PpmStream.Header? _next;
    private Exception? _failure;
    private bool _hasEnded;
    private bool _isDisposed;
    private int _count;

    /// <summary>Begins to read.</summary>
    /// <param name="stream">The stream; disposed with this, at the latest when it ends.</param>
    /// <param name="name">What messages call it, such as Standard input.</param>
    /// <param name="takesAll">Whether no picture is dropped: then the stream waits. Default: false.</param>
    /// <param name="maxPixels">Most pixels of a picture; null takes the default of <see cref="PictureLimits"/>.</param>
    public LiveStreamReader(Stream stream, string name, bool takesAll = false, long? maxPixels = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        (_stream, _name, _takesAll) = (new BufferedStream(stream, 1 << 16), name, takesAll);
        _maxPixels = maxPixels ?? new PictureLimits().MaxPixels;
        new Thread(ReadAll) { IsBackground = true, Name = "Impasto live" }.Start();
    }

    /// <inheritdoc/>
    public int Dropped { get; private set; }

    /// <inheritdoc/>
    public LivePicture? Read(CancellationToken cancellation = default) => Next(cancellation) is { } header
        ? new LivePicture(
            PpmStream.Decode(header, _given.AsSpan(0, header.Bytes)),
            (++_count).ToString("D6", CultureInfo.InvariantCulture))
        : null;

    /// <summary>Ends the thread; a stream that has nothing to read keeps it until it has.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private PpmStream.Header? Next(CancellationToken cancellation)
    {
        using CancellationTokenRegistration wake = cancellation.Register(Wake);
        lock (_gate)
        {
            while (_next is null && !_hasEnded && !cancellation.IsCancellationRequested)
                Monitor.Wait(_gate);
            cancellation.ThrowIfCancellationRequested();
            if (_next is { } header)
            {
                (_given, _waiting, _next) = (_waiting, _given, null);
                Monitor.PulseAll(_gate);
                return header;
            }

            return _failure is null ? null : throw new ClipException(
                $"{_name} can't be read: {Reason(_failure)}.", _failure);
        }
    }

    private static string Reason(Exception failure) => failure switch
    {
        InvalidDataException => failure.Message,
        EndOfStreamException => "it ends within a picture",
        _ => failure.Reason(),
    };

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void ReadAll()
    {
        Exception? failure = null;
        try
        {
            while (PpmStream.ReadHeader(_stream, _maxPixels, Wrong) is { } header)
            {
                if (_filled.Length < header.Bytes)
                    _filled = new byte[header.Bytes];
                _stream.ReadExactly(_filled, 0, header.Bytes);
                if (!TryOffer(header))
                    break;
            }
        }
        catch (Exception caught) when (caught
            is IOException or InvalidDataException or UnauthorizedAccessException or OutOfMemoryException)
        {
            failure = caught;
        }

        _stream.Dispose();
        lock (_gate)
        {
            (_failure, _hasEnded) = (failure, true);
            Monitor.PulseAll(_gate);
        }
    }

    private bool TryOffer(PpmStream.Header header)
    {
        lock (_gate)
        {
            while (_takesAll && _next is not null && !_isDisposed)
                Monitor.Wait(_gate);
            if (_isDisposed)
                return false;
            if (_next is not null)
                Dropped++;
            (_filled, _waiting, _next) = (_waiting, _filled, header);
            Monitor.PulseAll(_gate);
            return true;
        }
    }
}
