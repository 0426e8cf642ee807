using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Video.Flow;
using Impasto.Video.Following;
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

    // A job's frames on their way to the target, and a frame's own result in a further pass.
    private const int PicturesOfJob = 4, PicturesOfPass = 2;

    // Frames that wait for those before them: ten seconds, or as many as fit into a gigabyte.
    private const int LongestLead = 240, ShortestLead = 8;
    private const long BytesOfLead = 1L << 30;

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
        return Plan(task, survey, StyleSizes(task));
    }

    /// <summary>What a clip would take, by the sizes of its paintings, before these are there.</summary>
    /// <param name="task">The clip, without regions; its styles and its frames are not looked at.</param>
    /// <param name="survey">What is known of it, or what is supposed.</param>
    /// <param name="styles">Size of each painting.</param>
    /// <exception cref="InvalidOptionsException">Options are invalid, or can't be those of a clip.</exception>
    /// <exception cref="MemoryException">It does not fit into memory.</exception>
    public VideoPlan Plan(VideoTask task, ClipSurvey survey, IReadOnlyList<PictureSize> styles)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(survey);
        ArgumentNullException.ThrowIfNull(styles);
        task.Check();
        long limit = MemoryLimit ?? Stylizer.FreeMemory;
        using Stylizer stylizer = Open(limit, task, survey);
        return Plan(stylizer, limit, task, survey, styles);
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

        if (task.CheckpointFolder is not null || !NeedsFiles(task))
            return Run(task, survey, task.CheckpointFolder, (target, progress), cancellation);
        string temporary = Temporary();
        try
        {
            return Run(task, survey, temporary, (target, progress), cancellation);
        }
        finally
        {
            VideoCheckpoint.Delete(temporary);
        }
    }

    private VideoResult Run(
        VideoTask task,
        ClipSurvey survey,
        string? folder,
        (IFrameWriter Target, IProgress<VideoProgress>? Progress) listeners,
        CancellationToken cancellation)
    {
        VideoCheckpoint? checkpoint = folder is null
            ? null
            : new VideoCheckpoint(folder, VideoCheckpoint.IdentityOf(task, survey, network.Sha256));
        // Bands and tiles follow from the limit: the same one gives the same bits.
        long limit = checkpoint?.MemoryLimit ?? MemoryLimit ?? Stylizer.FreeMemory;
        VideoPlan plan;
        using (Stylizer stylizer = Open(limit, task, survey))
            plan = Plan(stylizer, limit, task, survey, StyleSizes(task));
        VideoRun run = null!;
        run = new VideoRun(task, survey, plan, checkpoint, _clock)
        {
            MemoryLimit = limit,
            Progress = listeners.Progress,
            Threads = (device as CpuDevice)?.Threads,
            Open = threads => new FramePainter(Open(limit, task, survey, threads), network, task, survey.Size)
            {
                Note = note => run.Note(note),
            },
        };
        return run.Run(listeners.Target, cancellation);
    }

    private static bool NeedsFiles(VideoTask task) => task.Jobs > 1 || task.Video.Passes > 1;

    private string Temporary()
    {
        using var usual = new Stylizer(network, device, _clock);
        return Path.Combine(TemporaryFolder ?? usual.TemporaryFolder, $"impasto-clip-{Guid.NewGuid():N}");
    }

    // The bits are the same for any number of threads.
    private Stylizer Open(long limit, VideoTask task, ClipSurvey survey, int threads = 0)
    {
        long left = Math.Max(0, limit - OwnBytes(task, survey));
        ComputeDevice shared = threads > 0 && device is CpuDevice ? new CpuDevice(threads) : device;
        return TemporaryFolder is { } folder
            ? new Stylizer(network, shared, _clock) { MemoryLimit = left, TemporaryFolder = folder }
            : new Stylizer(network, shared, _clock) { MemoryLimit = left };
    }

    private static IReadOnlyList<PictureSize> StyleSizes(VideoTask task) =>
        [.. task.Styles.Select(style => style.Picture.Size)];

    // A clip in several jobs has the bits of one: each is planned as if it were alone, and there are as many as fit.
    private VideoPlan Plan(
        Stylizer stylizer, long limit, VideoTask task, ClipSurvey survey, IReadOnlyList<PictureSize> styles)
    {
        PictureSize size = FramePainter.SizeOf(task, survey.Size);
        StylizePlan first = PlanOf(task.Inner), next = PlanOf(FramePainter.Next(task));
        long alone = Math.Max(first.Bytes, next.Bytes) + OwnBytes(task, survey);
        long beside = alone + (PicturesOfJob * BytesOfPixel * size.Pixels);
        int most = Math.Min(task.Jobs, survey.Shots.Count);
        if (device is CpuDevice cpu)
            most = Math.Min(most, cpu.Threads);
        int jobs = (int)Math.Clamp(limit / beside, 1, Math.Max(1, most));
        int lead = (int)Math.Clamp(BytesOfLead / (BytesOfPixel * size.Pixels), ShortestLead, LongestLead);
        return new VideoPlan(survey.Frames, survey.Shots.Count, size, first, next)
        {
            Jobs = jobs,
            Passes = task.Video.Passes,
            Lead = lead,
            Bytes = jobs > 1 ? jobs * beside : alone,
            DiskBytes = (jobs * Math.Max(first.DiskBytes, next.DiskBytes))
                + (PicturesKept(task, survey, jobs, lead) * BytesOfPixel * size.Pixels),
            FlowPixels = FrameFollower.FlowSize(size, task.Video.FlowSide).Pixels,
        };

        StylizePlan PlanOf(StylizeOptions options) => task.Regions.Count == 0
            ? stylizer.Plan(survey.Size, styles, options)
            : stylizer.Plan(
                new StylizeTask(Blank(survey.Size), task.Styles, options)
                {
                    Regions = task.Regions,
                    Start = options.Start.Init == StartMode.Picture ? Blank(survey.Size) : null,
                });
    }

    private static Picture Blank(PictureSize size) => new(size.Width, size.Height, new float[3 * size.Pixels]);

    // A shot's results and the pixels as they were painted last, and what is about to take their place; with several
    // passes every frame of a shot with its result.
    private static long PicturesKept(VideoTask task, ClipSurvey survey, int jobs, int lead)
    {
        if (task.CheckpointFolder is null && !NeedsFiles(task))
            return 0;
        long ofShot = task.Video.Passes == 1 ? 0 : 2L * survey.Shots.Max(shot => shot.Count);
        return (jobs * (FrameFollower.Distances[^1] + 3 + ofShot)) + (jobs > 1 ? Math.Min(lead, survey.Frames) : 0);
    }

    private static long OwnBytes(VideoTask task, ClipSurvey survey)
    {
        PictureSize size = FramePainter.SizeOf(task, survey.Size);
        // A plane of each part, and one of the rest.
        int pictures = PicturesOfShot + (task.Video.Passes > 1 ? PicturesOfPass : 0)
            + (task.Regions.Count > 0 ? 1 + task.Regions.Count : 0);
        return OpticalFlow.BytesFor(FrameFollower.FlowSize(size, task.Video.FlowSide))
            + (pictures * BytesOfPixel * size.Pixels) + (4 * BytesOfPixel * survey.Size.Pixels);
    }
}
