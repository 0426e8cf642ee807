using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Video.Flow;
using Impasto.Video.Frames;

namespace Impasto.Video.Painting;

/// <summary>Repaints clips without flicker, with one network on one device.</summary>
/// <remarks>
/// The first frame of a shot is a picture of the recipe, to the bit. Every other frame begins from the last results,
/// moved by the optical flow, and takes a few steps at full size only, with a term that holds it to them; what is new
/// begins at half the size. What does not change keeps its bits. Paintings and divisors are measured once a shot.
/// Source: Ruder, Dosovitskiy and Brox, "Artistic Style Transfer for Videos", GCPR 2016. Differs from the paper: steps
/// at full size only, still pixels, and a start that is filled from older frames as well.
/// </remarks>
/// <param name="network">The network whose features decide; not changed.</param>
/// <param name="device">What does the work.</param>
/// <param name="clock">Gives the time for progress; null takes the system's.</param>
/// <example>
/// <code>
/// using PictureFolderWriter target = new("painted", names: names);
/// VideoTask task = new(
///     () => new PictureFolderReader("frames"), [new WeightedStyle(painting)], new StylizeOptions())
/// {
///     CheckpointFolder = "painted.state",
/// };
/// VideoResult result = new VideoStylizer(NetworkCatalog.Compact().Network, new CpuDevice()).Run(task, target);
/// target.Finish();
/// VideoStylizer.Forget("painted.state");
/// return result;
/// </code>
/// </example>
public sealed class VideoStylizer(Network network, ComputeDevice device, TimeProvider? clock = null)
{
    // Of three floats a pixel: frames and results of four frames, their sum, one in the making, and what moves them.
    private const int PicturesOfShot = 16;
    private const int BytesOfPixel = 3 * sizeof(float);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>
    /// Bytes that a clip may take above what the process has already; null (the default) takes what is free, less a
    /// margin.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// Folder for what does not fit into memory; null (the default) takes that of <see cref="Stylizer"/>.
    /// </summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>Frames that are done by the state in a folder; 0 if it has none.</summary>
    /// <param name="checkpointFolder">The folder.</param>
    /// <exception cref="ClipException">The state can't be read.</exception>
    public static int FramesDone(string checkpointFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(checkpointFolder);
        return VideoCheckpoint.FramesDone(checkpointFolder);
    }

    /// <summary>Deletes the state in a folder, and the folder if nothing else is in it.</summary>
    /// <param name="checkpointFolder">The folder; it may be missing.</param>
    public static void Forget(string checkpointFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(checkpointFolder);
        VideoCheckpoint.Delete(checkpointFolder);
    }

    /// <summary>What a clip would take, without painting it.</summary>
    /// <param name="task">The clip.</param>
    /// <param name="survey">What is known of it.</param>
    /// <exception cref="InvalidOptionsException">Options are invalid, or can't be those of a clip.</exception>
    /// <exception cref="MemoryException">It does not fit into memory.</exception>
    public VideoPlan Plan(VideoTask task, ClipSurvey survey)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(survey);
        task.Check();
        using Stylizer stylizer = Open(MemoryLimit ?? Stylizer.FreeMemory, task, survey);
        return Plan(stylizer, task, survey);
    }

    /// <summary>Repaints a clip, or what is left of it.</summary>
    /// <param name="task">The clip.</param>
    /// <param name="target">
    /// Receives the frames, from the first one or from that after the kept state (<see cref="FramesDone"/>); the caller
    /// calls <see cref="IFrameWriter.Finish"/>. A frame may be written that is not in the state yet: the next run
    /// makes it again, with the same bits.
    /// </param>
    /// <param name="progress">Receives every step and every frame, on the calling thread.</param>
    /// <param name="cancellation">Ends the clip: what was written stays, the frame that is painted is left out.</param>
    /// <exception cref="InvalidOptionsException">Options are invalid, or can't be those of a clip.</exception>
    /// <exception cref="ClipException">
    /// The clip can't be read, its frames differ in size, or the state is of another one.
    /// </exception>
    /// <exception cref="MemoryException">It does not fit into memory.</exception>
    /// <exception cref="ImpastoException">A frame can't be written, or the device fails.</exception>
    public VideoResult Run(
        VideoTask task,
        IFrameWriter target,
        IProgress<VideoProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(target);
        task.Check();
        ClipSurvey? survey = task.Survey;
        try
        {
            if (survey is null)
            {
                using IFrameReader look = task.Open();
                survey = ClipSurvey.Read(look, cancellation: cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new VideoResult(0, StylizeOutcome.Cancelled, 0);
        }

        VideoCheckpoint? checkpoint = task.CheckpointFolder is { } folder
            ? new VideoCheckpoint(folder, VideoCheckpoint.IdentityOf(task, survey, network.Sha256))
            : null;
        KeptShot? kept = checkpoint?.Read();
        // Bands and tiles follow from the limit: the same one gives the same bits.
        long limit = kept?.MemoryLimit ?? MemoryLimit ?? Stylizer.FreeMemory;
        using Stylizer stylizer = Open(limit, task, survey);
        using IFrameReader reader = task.Open();
        var run = new VideoRun(stylizer, network, task, survey, _clock)
        {
            Checkpoint = checkpoint,
            MemoryLimit = limit,
            Progress = progress,
            Plan = Plan(stylizer, task, survey),
        };
        return run.Run(reader, target, kept, cancellation);
    }

    private Stylizer Open(long limit, VideoTask task, ClipSurvey survey)
    {
        long left = Math.Max(0, limit - OwnBytes(task, survey));
        return TemporaryFolder is { } folder
            ? new Stylizer(network, device, _clock) { MemoryLimit = left, TemporaryFolder = folder }
            : new Stylizer(network, device, _clock) { MemoryLimit = left };
    }

    private static VideoPlan Plan(Stylizer stylizer, VideoTask task, ClipSurvey survey)
    {
        PictureSize[] styles = [.. task.Styles.Select(style => style.Picture.Size)];
        PictureSize size = FramePainter.SizeOf(task, survey.Size);
        StylizePlan first = stylizer.Plan(survey.Size, styles, task.Inner);
        StylizePlan next = stylizer.Plan(survey.Size, styles, FramePainter.Next(task));
        return new VideoPlan(survey.Frames, survey.Shots.Count, size, first, next)
        {
            Bytes = Math.Max(first.Bytes, next.Bytes) + OwnBytes(task, survey),
            DiskBytes = Math.Max(first.DiskBytes, next.DiskBytes) + (task.CheckpointFolder is null
                ? 0
                : (FrameFollower.Distances[^1] + 3) * BytesOfPixel * size.Pixels),
            FlowPixels = FrameFollower.FlowSize(size, task.Video.FlowSide).Pixels,
        };
    }

    private static long OwnBytes(VideoTask task, ClipSurvey survey)
    {
        PictureSize size = FramePainter.SizeOf(task, survey.Size);
        return OpticalFlow.BytesFor(FrameFollower.FlowSize(size, task.Video.FlowSide))
            + (PicturesOfShot * BytesOfPixel * size.Pixels) + (4 * BytesOfPixel * survey.Size.Pixels);
    }
}
