using Impasto.Imaging;
using Impasto.Studio.Clips;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Video.Frames;

namespace Impasto.Studio.Painting;

/// <summary>
/// The clip as the page plays it beside the result: the frames that are painted, small and without sound, in a format
/// that browsers know. The uploaded file itself is never sent back.
/// </summary>
internal sealed class ShownClip(ClipFolder folder, FfmpegTools tools, Guid run, IBlobStore blobs, StoreRetry retry)
{
    private const int LongestSide = 1024;

    private readonly string _path = folder.File($"view{ClipWriter.EndingForBrowsers(tools)}");

    /// <summary>Bytes of its file; 0 if there is none yet.</summary>
    public long Bytes { get; private set; }

    private BlobName Name => BlobName.ContentClip(ResultFormat.OfClip(Path.GetExtension(_path)));

    /// <summary>Looks whether an earlier attempt has stored it.</summary>
    public async Task FindAsync()
    {
        await using Stream? stored = await blobs.OpenAsync(run, Name);
        Bytes = stored?.Length ?? 0;
    }

    /// <summary>Begins it; null if it is stored.</summary>
    public ClipWriter? Begin(FrameRate rate) =>
        Bytes > 0 ? null : ClipWriter.Open(_path, tools, new ClipWriteOptions { Rate = rate });

    /// <summary>A frame as it is shown.</summary>
    public static Picture Sized(Picture frame) => PictureFiles.Sized(frame, LongestSide);

    /// <summary>Stores it once it is complete; does nothing if it is stored.</summary>
    public async Task StoreAsync()
    {
        if (Bytes > 0)
            return;
        await retry.UntilStoredAsync(() => blobs.WriteFileAsync(run, Name, _path));
        Bytes = new FileInfo(_path).Length;
    }
}
