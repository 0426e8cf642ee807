using NetVips;

namespace Impasto.Imaging;

/// <summary>Reads pictures from files, from standard input and from the web.</summary>
/// <param name="limits">What a picture may ask for; null takes the defaults.</param>
/// <param name="standardInput">What the source - means; null where there is none.</param>
/// <param name="handler">What speaks http, not following redirects; null makes one.</param>
public sealed class PictureReader(PictureLimits? limits = null, Stream? standardInput = null, HttpMessageHandler? handler = null)
{
    private readonly PictureLimits _limits = limits ?? new PictureLimits();

    private long MostPixels => Math.Min(_limits.MaxPixels, PictureLimits.MostPixels);

    /// <summary>Reads a picture: upright, in sRGB, 8 bits as v / 255 and 16 bits as v / 65535, alpha apart, first frame only.</summary>
    /// <param name="source">A path, - for standard input, or an http(s) address.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <exception cref="ImpastoException">It can't be had or read, or is larger than the limits; one sentence that names it.</exception>
    public async Task<Picture> ReadAsync(string source, CancellationToken cancellation = default)
    {
        if (await FetchAsync(source, cancellation) is { } bytes)
            return Decode(bytes, source);
        bool named = Uri.TryCreate(source, UriKind.Absolute, out Uri? url);
        // Windows paths begin like a scheme of one letter.
        if (named && url is { Scheme.Length: > 1 } && source.StartsWith($"{url.Scheme}:", StringComparison.OrdinalIgnoreCase) && !File.Exists(source))
            throw new ImpastoException($"'{source}' can't be read: expected a file, - or an http(s) address, got {url.Scheme}.");
        return Read(source);
    }

    /// <summary>What comes from standard input or from the web, not decoded, for those who want to keep it; null for a file.</summary>
    /// <param name="source">A path, - for standard input, or an http(s) address.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <exception cref="ImpastoException">It can't be had, or is larger than the limits.</exception>
    public async Task<byte[]?> FetchAsync(string source, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        if (source == "-")
            return await ReadInputAsync(cancellation);
        return Uri.TryCreate(source, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? await DownloadAsync(url, cancellation)
            : null;
    }

    /// <summary>Reads a picture file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImpastoException">It is missing, no picture, damaged, or larger than the limits.</exception>
    public Picture Read(string path)
    {
        using Source source = OpenFile(path);
        using Image image = VipsPictures.Open(source, path, MostPixels);
        return VipsPictures.Decode(image, path);
    }

    /// <summary>Reads a picture file's header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImpastoException">It is missing, no picture, or larger than the limits.</exception>
    public PictureInfo ReadInfo(string path)
    {
        using Source source = OpenFile(path);
        using Image image = VipsPictures.Open(source, path, _limits.MaxPixels);
        return VipsPictures.Describe(image);
    }

    /// <summary>Reads a picture from memory.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ImpastoException">It is no picture, damaged, or larger than the limits.</exception>
    public Picture Decode(byte[] bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        name = name == "-" ? "standard input" : name;
        if (bytes.Length == 0)
            throw new ImpastoException($"'{name}' can't be read: it is empty.");
        using var source = Source.NewFromMemory(bytes);
        using Image image = VipsPictures.Open(source, name, MostPixels);
        return VipsPictures.Decode(image, name);
    }

    // A source, since libvips takes square brackets at the end of a file's name for options.
    private static Source OpenFile(string path)
    {
        try
        {
            using FileStream probe = File.OpenRead(path);
            if (probe.Length == 0)
                throw new ImpastoException($"'{path}' can't be read: it is empty.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string why = failure switch
            {
                FileNotFoundException or DirectoryNotFoundException => "there is no such file",
                UnauthorizedAccessException => Directory.Exists(path) ? "it is a folder" : "it may not be read",
                _ => failure.Message.TrimEnd('.'),
            };
            throw new ImpastoException($"'{path}' can't be read: {why}.", failure);
        }

        return Source.NewFromFile(path);
    }

    private async Task<byte[]> ReadInputAsync(CancellationToken cancellation)
    {
        if (standardInput is null)
            throw new ImpastoException("There is no standard input to read a picture from.");
        // Reading from a terminal or a pipe blocks and knows nothing of cancellation: leave it behind then.
        return await Task.Run(() => BoundedStream.ReadAsync(standardInput, _limits.MaxBytes, cancellation), cancellation).WaitAsync(cancellation)
            ?? throw new ImpastoException($"Standard input has more than {_limits.MaxBytes} bytes, which is the limit.");
    }

    private async Task<byte[]> DownloadAsync(Uri url, CancellationToken cancellation)
    {
        if (handler is not null)
            return await PictureDownload.FetchAsync(url, _limits, handler, cancellation);
        using var own = new SocketsHttpHandler { AllowAutoRedirect = false };
        return await PictureDownload.FetchAsync(url, _limits, own, cancellation);
    }
}
