using Impasto.Engines;
using Impasto.Networks;
using Impasto.Studio.Clips;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Video.Frames;
using Impasto.Video.Painting;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Painting;

/// <summary>Paints a run whose photograph is a clip, frame after frame, and reports progress to the store.</summary>
/// <remarks>
/// ffmpeg and the state of a clip need files. They are in a folder of this process; between two frames the state is
/// packed into the run's checkpoint, as often as that of a picture.
/// </remarks>
internal sealed partial class ClipPainter(
    StudioStore store,
    PictureFiles files,
    ClipFiles clips,
    StylizerPool stylizers,
    ProgressStore progress,
    StoreRetry retry,
    StudioMetrics metrics,
    StudioSettings settings,
    ILogger<ClipPainter> logger)
{
    private const string StateName = "state";

    /// <summary>
    /// Paints a clip to its end, or until it is interrupted, and stores the clip if there is to be one.
    /// </summary>
    /// <param name="part">The attempt.</param>
    /// <exception cref="ImpastoException">
    /// The clip, a painting, ffmpeg, the network, the device or memory is missing.
    /// </exception>
    public async Task<PaintedRun> PaintAsync(RunPart part)
    {
        StudioRun run = part.Run;
        RunInputs inputs = await RunInputs.FetchAsync(run, store.Blobs, files, settings.NetworkName);
        using var folder = new ClipFolder(store.Work, inputs.TakeContent(), run.Recipe.Content);
        try
        {
            await RestoreAsync(run, folder.File(StateName));
            return await PaintAsync(part, inputs, folder);
        }
        catch (ClipException failure)
        {
            throw folder.Named(failure);
        }
    }

    private async Task<PaintedRun> PaintAsync(RunPart part, RunInputs inputs, ClipFolder folder)
    {
        FfmpegTools tools = clips.Tools();
        ClipInfo info = ClipInfo.Read(folder.Clip, tools, part.Cancellation);
        ClipReadOptions read = part.Run.Recipe.Clip!.Part(settings.Limits.MaxClipPixels);
        string state = folder.File(StateName), ending = ClipWriter.EndingForBrowsers(tools, info);
        string result = folder.File($"result{ending}");
        var task = new VideoTask(
            () => ClipReader.Open(folder.Clip, tools, read), inputs.ReadStyles(), inputs.Record.Options)
        {
            Video = part.Run.Recipe.Clip.ToOptions(), CheckpointFolder = state,
        };
        using ClipWriter target = ClipWriter.Open(result, tools, new ClipWriteOptions
        {
            Rate = info.Rate, Source = info, Part = read, KeepFolder = state, Start = VideoStylizer.FramesDone(state),
        });
        LogBegin(logger, part.Run.Id, part.Run.Attempt, target.FramesWritten);
        var shown = new ShownClip(folder, tools, part.Run.Id, store.Blobs, retry);
        ComputeDevice device = settings.Device();
        VideoResult made = await PaintAsync(part, shown, task, device, target);
        (RunStatus status, StoredResult stored) = await EndAsync(part, made, target, result, shown);
        if (!part.IsLost && status is RunStatus.Queued or RunStatus.Paused)
            Keep(part.Run, state);
        return new PaintedRun(status, stored)
        {
            Notes = [.. Remarks(info, task.Styles), .. made.Notes],
            Engine = device.Name,
            Steps = Math.Max(0, made.Frames - made.From),
            Seconds = made.Seconds,
        };
    }

    private async Task<VideoResult> PaintAsync(
        RunPart part, ShownClip shown, VideoTask task, ComputeDevice device, ClipWriter target)
    {
        // The last report may bring a user's wish, which decides how the run ends.
        await using var pump = new ProgressPump(part, progress, metrics, settings.Clock);
        return await SurveyAsync(part, shown, task) is { } survey
            ? await Task.Run(() => Paint(part, task with { Survey = survey }, device, target, pump))
            : new VideoResult(target.FramesWritten, StylizeOutcome.Cancelled, 0) { From = target.FramesWritten };
    }

    // Afterwards the encoder has ended, and nobody writes to the state any more.
    private async Task<(RunStatus Status, StoredResult Stored)> EndAsync(
        RunPart part, VideoResult made, ClipWriter target, string result, ShownClip shown)
    {
        RunStatus status = StatusAfter(part, made, target);
        bool isKept = !part.IsLost && target.FramesWritten > 0
            && status is RunStatus.Done or RunStatus.Stopped or RunStatus.Paused;
        StoredResult stored = isKept ? await StoreAsync(part.Run, target, result, shown) : StoredResult.None;
        target.Dispose();
        return (status, stored);
    }

    // Null if the run was interrupted meanwhile.
    private async Task<ClipSurvey?> SurveyAsync(RunPart part, ShownClip shown, VideoTask task)
    {
        await shown.FindAsync();
        try
        {
            ClipSurvey survey = await Task.Run(() => Survey(part, shown, task));
            await shown.StoreAsync();
            return survey;
        }
        catch (OperationCanceledException) when (part.Cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private ClipSurvey Survey(RunPart part, ShownClip shown, VideoTask task)
    {
        using var reader = (ClipReader)task.Open();
        using ClipWriter? view = shown.Begin(reader.Rate);
        ClipSurvey survey = clips.Survey(
            reader, part.Run.Recipe.Content, frame => view?.Write(ShownClip.Sized(frame)), part.Cancellation);
        view?.Finish(part.Cancellation);
        return survey;
    }

    private VideoResult Paint(
        RunPart part, VideoTask task, ComputeDevice device, ClipWriter target, ProgressPump pump)
    {
        Network network = stylizers.Network(VggLayers.Deepest(task.Options.Losses.UsedLayers)).Network;
        var receiver = new Receiver(pump, () => Keep(part.Run, task.CheckpointFolder!), settings);
        return settings.OpenVideo(network, device).Run(task, target, receiver, part.Cancellation);
    }

    private void Keep(StudioRun run, string state)
    {
        if (VideoStylizer.FramesDone(state) > 0)
            ClipState.Pack(state, store.Checkpoints.PathOf(run.Id));
    }

    // Of a clip that was stopped before its first frame there is nothing to keep.
    private static RunStatus StatusAfter(RunPart part, VideoResult made, ClipWriter target) =>
        part.StatusAfter(made.Outcome) is var status && status == RunStatus.Stopped && target.FramesWritten == 0
            ? RunStatus.Cancelled
            : status;

    private async Task<StoredResult> StoreAsync(StudioRun run, ClipWriter target, string result, ShownClip shown)
    {
        await Task.Run(() => target.Finish());
        ResultFormat format = ResultFormat.OfClip(Path.GetExtension(result));
        await retry.UntilStoredAsync(() => store.Blobs.WriteFileAsync(run.Id, BlobName.Result(format), result));
        return new StoredResult([format], new FileInfo(result).Length + shown.Bytes, target.Notes);
    }

    private static IEnumerable<string> Remarks(ClipInfo info, IReadOnlyList<WeightedStyle> styles) => styles
        .SelectMany(style => style.Picture.Origin?.Notes ?? [])
        .Prepend(info.Remarks)
        .Where(remark => remark.Length > 0)
        .Distinct();

    private async Task RestoreAsync(StudioRun run, string state)
    {
        if (!await store.Checkpoints.FetchAsync(run.Id))
            return;
        try
        {
            ClipState.Unpack(store.Checkpoints.PathOf(run.Id), state);
            _ = VideoStylizer.FramesDone(state);
        }
        catch (Exception damaged) when (damaged is ImpastoException or InvalidDataException or IOException
            && !StoreTrouble.IsDiskFull(damaged))
        {
            LogRestart(logger, run.Id, damaged.Message);
            Directory.Delete(state, recursive: true);
        }
    }

    /// <summary>Passes progress on, and keeps the state between two frames, but not after every one.</summary>
    private sealed class Receiver(ProgressPump pump, Action keep, StudioSettings settings) : IProgress<VideoProgress>
    {
        private long _kept = settings.Clock.GetTimestamp();

        public void Report(VideoProgress value)
        {
            pump.Report(value);
            if (value.Step is not null || settings.Clock.GetElapsedTime(_kept) < settings.CheckpointEvery)
                return;
            keep();
            _kept = settings.Clock.GetTimestamp();
        }
    }

    [LoggerMessage(LogLevel.Information, "Run {Run}: attempt {Attempt} begins after frame {Frame} of its clip")]
    private static partial void LogBegin(ILogger logger, Guid run, int attempt, int frame);

    [LoggerMessage(LogLevel.Warning, "Run {Run}: it starts from the beginning: {Reason}")]
    private static partial void LogRestart(ILogger logger, Guid run, string reason);
}
