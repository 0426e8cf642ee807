using Impasto.Storage;
using NetVips;

namespace Impasto.Imaging.Files;

/// <summary>The content of a picture's file, on disk or in memory, to be read more than once.</summary>
internal sealed class PictureFile
{
    private readonly string? _path;
    private readonly byte[]? _bytes;

    private PictureFile(string name, string? path, byte[]? bytes)
    {
        (Name, _path, _bytes) = (name, path, bytes);
        using Stream stream = OpenRead();
        byte[] head = new byte[FileKind.HeadBytes];
        int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (length == 0)
            throw Unreadable(name, "it is empty");
        Kind = FileKind.Of(head.AsSpan(0, length));
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>What it is; null if that is unknown.</summary>
    public FileKind? Kind { get; }

    /// <summary>The page that is read, from 1; null if none was named.</summary>
    public int? Page { get; init; }

    /// <summary>Content in memory.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="page">The page that is read, from 1; null if none was named.</param>
    /// <exception cref="PictureException">It is empty.</exception>
    public static PictureFile Of(byte[] bytes, string name, int? page = null) =>
        new(name, null, bytes) { Page = page };

    /// <summary>A file, read as it is needed; one that can't be read twice, such as a pipe, is read now.</summary>
    /// <param name="name">Its path; may name a page.</param>
    /// <param name="maxBytes">Most bytes of a pipe.</param>
    /// <exception cref="PictureException">It is missing, empty or can't be read.</exception>
    public static PictureFile Open(string name, long maxBytes)
    {
        (string path, int? page) = PicturePage.Of(name);
        return Reading(name, path, () =>
        {
            using FileStream file = File.OpenRead(path);
            return new PictureFile(name, path, file.CanSeek ? null : Pipe(file, name, maxBytes)) { Page = page };
        });
    }

    /// <summary>
    /// The content of a file that can't be read twice; null for any other, and for one that is missing.
    /// </summary>
    /// <param name="name">Its path; may name a page.</param>
    /// <param name="maxBytes">Most bytes.</param>
    /// <exception cref="PictureException">It can't be read.</exception>
    public static byte[]? ReadPipe(string name, long maxBytes)
    {
        string path = PicturePage.Of(name).Source;
        if (!File.Exists(path))
            return null;
        return Reading(name, path, () =>
        {
            using FileStream file = File.OpenRead(path);
            return file.CanSeek ? null : Pipe(file, name, maxBytes);
        });
    }

    /// <summary>A stream of the content.</summary>
    public Stream OpenRead() => _bytes is not null ? new MemoryStream(_bytes, writable: false) : File.OpenRead(_path!);

    /// <summary>All of the content.</summary>
    /// <param name="maxBytes">Most bytes.</param>
    public byte[] ReadAll(long maxBytes)
    {
        using Stream stream = OpenRead();
        return _bytes ?? BoundedStream.Read(stream, maxBytes) ?? throw TooLong(Name, maxBytes);
    }

    /// <summary>
    /// The content for libvips; not a name, because libvips reads square brackets at its end as options.
    /// </summary>
    public Source ToSource() => _bytes is not null ? Source.NewFromMemory(_bytes) : Source.NewFromFile(_path);

    /// <summary>The exception for a picture that can't be read.</summary>
    public static PictureException Unreadable(string name, string why, Exception? failure = null) =>
        new($"'{name}' can't be read: {why}.", failure!) { PictureName = name };

    /// <summary>The exception for a source with too many bytes.</summary>
    public static PictureException TooLong(string name, long maxBytes) =>
        Unreadable(name, $"it has more than {maxBytes} bytes, which is the limit");

    private static byte[] Pipe(FileStream file, string name, long maxBytes) =>
        BoundedStream.Read(file, maxBytes) ?? throw TooLong(name, maxBytes);

    private static T Reading<T>(string name, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(name, failure.ReadReason(path), failure);
        }
        catch (ArgumentException failure)
        {
            throw Unreadable(name, "no file can have this name", failure);
        }
    }
}
