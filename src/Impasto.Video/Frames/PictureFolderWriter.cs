using Impasto.Imaging;
using Impasto.Storage;

namespace Impasto.Video.Frames;

/// <summary>Writes frames as numbered pictures into a folder; needs no ffmpeg. Alpha is kept.</summary>
/// <remarks>Every picture is complete or not there; those that were written stay, whether the rest follows or
/// not.</remarks>
public sealed class PictureFolderWriter : IFrameWriter
{
    private readonly string _folder;
    private readonly PictureWriteOptions _options;
    private readonly string _ending;
    private readonly IReadOnlyList<string> _names;

    /// <summary>Prepares a folder; it is made if it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="ending">The pictures' format by its ending. Default: .png.</param>
    /// <param name="options">Depth, quality and whether to overwrite; null takes the defaults.</param>
    /// <param name="names">
    /// Names of the first frames without endings, such as those of the pictures they were made from; null, and every
    /// frame after them, takes 000001, 000002 and so on.
    /// </param>
    /// <exception cref="PictureException">The ending names no format.</exception>
    /// <exception cref="FileException">The folder can't be made, or a picture exists and may not be
    /// replaced.</exception>
    public PictureFolderWriter(
        string folder, string ending = ".png", PictureWriteOptions? options = null, IReadOnlyList<string>? names = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(ending);
        (_folder, _ending, _options, _names) = (folder, ending, options ?? new PictureWriteOptions(), names ?? []);
        PictureWriter.CheckOptions("frame" + ending, _options);
        AtomicFile.MakeFolder(folder);

        // What exists already is found before hours of work, not after.
        for (int frame = 0; frame < Math.Max(1, _names.Count); frame++)
        {
            if (!_options.Overwrite && File.Exists(FileOf(frame)))
                AtomicFile.Check(FileOf(frame), overwrite: false);
        }
    }

    /// <summary>Frames written so far, those of an earlier writer included.</summary>
    public int FramesWritten { get; private set; }

    /// <summary>
    /// Number of the first frame that is written; those before it are an earlier writer's. Default: 0.
    /// </summary>
    public int Start
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            FramesWritten = field = value;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="FileException">A picture exists and may not be replaced, or can't be written.</exception>
    public void Write(Picture frame, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        cancellation.ThrowIfCancellationRequested();
        PictureWriter.Write(frame, FileOf(FramesWritten), _options);
        FramesWritten++;
    }

    /// <inheritdoc/>
    public void Finish(CancellationToken cancellation = default) => cancellation.ThrowIfCancellationRequested();

    /// <summary>Does nothing: no file is open between two frames.</summary>
    public void Dispose()
    {
    }

    private string FileOf(int frame) =>
        Path.Combine(_folder, (frame < _names.Count ? _names[frame] : $"{frame + 1:D6}") + _ending);
}
