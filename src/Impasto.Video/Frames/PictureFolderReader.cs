using Impasto.Imaging;

namespace Impasto.Video.Frames;

/// <summary>Reads a folder of numbered pictures as a clip; needs no ffmpeg. Alpha is kept.</summary>
public sealed class PictureFolderReader : IFrameReader
{
    private readonly PictureReader _reader;
    private readonly string _folder;
    private PictureSize? _size;
    private int _next;

    /// <summary>Lists a folder's pictures in the order of the numbers in their names.</summary>
    /// <param name="folder">The folder. Files that are not pictures, and hidden ones, are left out.</param>
    /// <param name="rate">Frames per second; null takes 25.</param>
    /// <param name="reader">Reads the pictures; null takes one with the default limits.</param>
    /// <exception cref="ClipException">The folder is missing, can't be read, or has no pictures.</exception>
    public PictureFolderReader(string folder, FrameRate? rate = null, PictureReader? reader = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (_folder, _reader, Rate) = (folder, reader ?? new PictureReader(), rate ?? new FrameRate(25));
        Files = List(folder);
    }

    /// <summary>The pictures' paths in their order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <inheritdoc/>
    public FrameRate Rate { get; }

    /// <inheritdoc/>
    public int? Count => Files.Count;

    /// <inheritdoc/>
    /// <exception cref="PictureException">A picture can't be read.</exception>
    public Picture? Read(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_next == Files.Count)
            return null;
        Picture frame = _reader.Read(Files[_next]);
        _size ??= frame.Size;
        if (frame.Size != _size)
        {
            throw ClipException.Unreadable(
                _folder, $"'{Path.GetFileName(Files[_next])}' has {frame.Size} pixels, the pictures before it {_size}");
        }

        _next++;
        return frame;
    }

    /// <summary>Does nothing: no file is open between two frames.</summary>
    public void Dispose()
    {
    }

    private static string[] List(string folder)
    {
        if (!Directory.Exists(folder))
            throw ClipException.Unreadable(folder, "there is no such folder");
        string[] files;
        try
        {
            files = [.. Directory.EnumerateFiles(folder)
                .Where(file => !Path.GetFileName(file).StartsWith('.') && IsPicture(file))
                .OrderBy(Path.GetFileName, NumberedNames.Order)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ClipException.Unreadable(folder, failure.Reason(), failure);
        }

        return files.Length > 0 ? files : throw ClipException.Unreadable(folder, "it has no pictures");
    }

    // A frame of a format that is not read here is an error: leaving it out would make a gap in the clip.
    private static bool IsPicture(string file)
    {
        string ending = Path.GetExtension(file);
        return PictureFormat.All.Any(format => format.HasExtension(ending))
            || ending.ToLowerInvariant() is ".heic" or ".jxl" or ".exr";
    }
}
