using Impasto.Imaging.Files;
using Impasto.Storage;

namespace Impasto.Imaging;

/// <summary>Reads pictures from files, streams, memory, standard input and the web.</summary>
/// <remarks>
/// Every way gives the same picture: upright, in sRGB, 8 bits as v / 255 and 16 bits as v / 65535, alpha apart.
/// Floating point is linear light with white at 1. Of several pages the first is read, or that of the number N if the
/// name ends in #page=N. <see cref="Picture.Origin"/> says what was left out. libvips decodes; only its loaders for
/// untrusted files are used, and that for drawings, which loads nothing else; no setting of libvips that other code in
/// the process shares is changed. libvips prints warnings about odd files on standard error; a program silences them
/// with <c>AppContext.SetSwitch("Impasto.Imaging.SilenceLibvips", true)</c> before the first picture, or with a log
/// handler of its own.
/// </remarks>
/// <param name="limits">How large a picture may be; null takes the defaults.</param>
/// <param name="standardInput">What the source - means; null if there is none.</param>
/// <param name="handler">Sends http requests and must not follow redirects; null creates one.</param>
/// <example>
/// <code>
/// var reader = new PictureReader(new PictureLimits { MaxPixels = 20_000_000 });
/// Picture photo = reader.Read("photo.jpg");
/// Picture thirdPage = reader.Read("scan.tif#page=3");
/// Picture upload = await reader.ReadAsync(stream, "upload", cancellation);
/// </code>
/// </example>
public sealed class PictureReader(
    PictureLimits? limits = null, Stream? standardInput = null, HttpMessageHandler? handler = null)
{
    private const string StreamName = "stream";

    private readonly PictureLimits _limits = limits ?? new PictureLimits();

    /// <summary>
    /// Longer side in pixels at which drawings (SVG) are made; null (the default) takes the size that they name.
    /// </summary>
    public int? VectorSide { get; init; }

    private long MostPixels => Math.Min(_limits.MaxPixels, PictureLimits.MostPixels);

    /// <summary>
    /// Longer side in pixels that is needed; null (the default) for all. A larger picture is made smaller while it is
    /// decoded, by a whole factor, and stays at least that large: for a view it takes the memory of the view.
    /// </summary>
    public int? NeededSide { get; init; }

    /// <summary>As <see cref="NeededSide"/>, for a picture of some columns and rows; null for that side.</summary>
    internal Func<PictureSize, int?>? NeededSideOf { get; init; }

    /// <summary>Reads a picture from a file, standard input or the web.</summary>
    /// <param name="source">A path, - for standard input, or an http(s) address.</param>
    /// <param name="cancellation">Ends a download, or the wait for standard input.</param>
    /// <exception cref="PictureException">It can't be fetched or read, or exceeds the limits.</exception>
    public async Task<Picture> ReadAsync(string source, CancellationToken cancellation = default)
    {
        if (await FetchAsync(source, cancellation) is { } bytes)
            return Decode(bytes, source);
        bool isAddress = Uri.TryCreate(source, UriKind.Absolute, out Uri? url)
            // A Windows path begins like an address whose scheme has one letter.
            && url.Scheme.Length > 1
            && source.StartsWith($"{url.Scheme}:", StringComparison.OrdinalIgnoreCase);
        if (isAddress && !File.Exists(source))
            throw PictureFile.Unreadable(source, $"expected a file or an http(s) address, got {url!.Scheme}");
        return Read(source);
    }

    /// <summary>
    /// Fetches the bytes of standard input, of an address or of a pipe, which can't be read twice, without decoding
    /// them, for callers that store them.
    /// </summary>
    /// <param name="source">A path, - for standard input, or an http(s) address.</param>
    /// <param name="cancellation">Ends a download, or the wait for standard input.</param>
    /// <returns>The bytes; null if the source is a file that can be read again, or is missing.</returns>
    /// <exception cref="PictureException">
    /// It can't be fetched, or has more than <see cref="PictureLimits.MaxBytes"/>.
    /// </exception>
    public async Task<byte[]?> FetchAsync(string source, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        if (PicturePage.Of(source).Source == "-")
            return await ReadInputAsync(cancellation);
        if (Uri.TryCreate(source, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
            return await DownloadAsync(url, cancellation);
        // Opening a pipe waits for its other end.
        return await Task.Run(() => PictureFile.ReadPipe(source, _limits.MaxBytes), cancellation)
            .WaitAsync(cancellation);
    }

    /// <summary>Reads a picture file, row by row.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PictureException">It is missing, no picture, damaged, or larger than the limits.</exception>
    public Picture Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Decode(PictureFile.Open(path, _limits.MaxBytes));
    }

    /// <summary>Reads a picture from a stream, such as a web upload: from its current position to its end.</summary>
    /// <remarks>
    /// The encoded file is held in memory, up to <see cref="PictureLimits.MaxBytes"/>. The stream may be one that can't
    /// seek. It stays open; an exception of its own is passed on.
    /// </remarks>
    /// <param name="stream">The stream.</param>
    /// <param name="name">
    /// What messages call the picture, such as the name of the uploaded file. Default: stream.
    /// </param>
    /// <exception cref="PictureException">
    /// It holds no picture, a damaged one, or one larger than the limits.
    /// </exception>
    /// <exception cref="ArgumentException">The stream can't be read from.</exception>
    public Picture Read(Stream stream, string name = StreamName) => Decode(Take(stream, name), name);

    /// <summary>As <see cref="Read(Stream, string)"/>, without blocking while the stream waits for data.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellation">Ends the reading of the stream.</param>
    /// <exception cref="PictureException">
    /// It holds no picture, a damaged one, or one larger than the limits.
    /// </exception>
    /// <exception cref="ArgumentException">The stream can't be read from.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public Task<Picture> ReadAsync(Stream stream, CancellationToken cancellation = default) =>
        ReadAsync(stream, StreamName, cancellation);

    /// <summary>As <see cref="ReadAsync(Stream, CancellationToken)"/>, with a name for messages.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What messages call the picture, such as the name of the uploaded file.</param>
    /// <param name="cancellation">Ends the reading of the stream.</param>
    /// <exception cref="PictureException">
    /// It holds no picture, a damaged one, or one larger than the limits.
    /// </exception>
    /// <exception cref="ArgumentException">The stream can't be read from.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public async Task<Picture> ReadAsync(Stream stream, string name, CancellationToken cancellation = default)
    {
        RequireReadable(stream);
        byte[] bytes = await BoundedStream.ReadAsync(stream, _limits.MaxBytes, cancellation) ?? throw TooLong(name);
        // Decoding takes the processor for a while: not on the caller's thread, which may be a window's.
        return await Task.Run(() => Decode(bytes, name), cancellation);
    }

    /// <summary>Reads a picture file's header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PictureException">It is missing, no picture, or larger than the limits.</exception>
    public PictureInfo ReadInfo(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Describe(PictureFile.Open(path, _limits.MaxBytes));
    }

    /// <summary>Reads the header of a picture in a stream, from its current position to its end.</summary>
    /// <param name="stream">The stream; stays open.</param>
    /// <param name="name">What messages call the picture. Default: stream.</param>
    /// <exception cref="PictureException">It holds no picture, or one larger than the limits.</exception>
    /// <exception cref="ArgumentException">The stream can't be read from.</exception>
    public PictureInfo ReadInfo(Stream stream, string name = StreamName)
    {
        return Describe(PictureFile.Of(Take(stream, name), name));
    }

    /// <summary>Reads a picture from memory.</summary>
    /// <param name="bytes">The content of a picture file.</param>
    /// <param name="name">What messages call the picture.</param>
    /// <exception cref="PictureException">It is no picture, damaged, or larger than the limits.</exception>
    public Picture Decode(byte[] bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        (string source, int? page) = PicturePage.Of(name);
        string said = source == "-" ? "standard input" : name;
        return Decode(PictureFile.Of(bytes, said, page));
    }

    private PictureDecoder Decoder(PictureFile file, long mostPixels) =>
        new(file, mostPixels, _limits.MaxBytes)
        {
            VectorSide = VectorSide,
            NeededSide = NeededSideOf ?? (_ => NeededSide),
        };

    // No array is made: only the caller's limit counts.
    private PictureInfo Describe(PictureFile file)
    {
        using PictureDecoder decoder = Decoder(file, _limits.MaxPixels);
        return decoder.Describe();
    }

    private Picture Decode(PictureFile file)
    {
        using PictureDecoder decoder = Decoder(file, MostPixels);
        return decoder.Decode();
    }

    private byte[] Take(Stream stream, string name)
    {
        RequireReadable(stream);
        return BoundedStream.Read(stream, _limits.MaxBytes) ?? throw TooLong(name);
    }

    private static void RequireReadable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
            throw new ArgumentException("Expected a stream that can be read from.", nameof(stream));
    }

    private PictureException TooLong(string name) => PictureFile.TooLong(name, _limits.MaxBytes);

    private async Task<byte[]> ReadInputAsync(CancellationToken cancellation)
    {
        if (standardInput is null)
            throw new PictureException("There is no standard input to read a picture from.") { PictureName = "-" };
        // Reading from a terminal or a pipe blocks and ignores cancellation: then the read is left behind.
        return await Task
            .Run(() => BoundedStream.ReadAsync(standardInput, _limits.MaxBytes, cancellation), cancellation)
            .WaitAsync(cancellation)
            ?? throw new PictureException($"Standard input has more than {_limits.MaxBytes} bytes, which is the limit.")
            {
                PictureName = "-",
            };
    }

    private async Task<byte[]> DownloadAsync(Uri url, CancellationToken cancellation)
    {
        if (handler is not null)
            return await PictureDownload.FetchAsync(url, _limits.MaxBytes, _limits.Timeout, handler, cancellation);
        using var own = new SocketsHttpHandler { AllowAutoRedirect = false };
        return await PictureDownload.FetchAsync(url, _limits.MaxBytes, _limits.Timeout, own, cancellation);
    }
}
