using Impasto.Jobs;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Painting;

/// <summary>Paints a run as a job, with its pictures from the store, and reports progress to the store.</summary>
internal sealed class RunPainter(
    IBlobStore blobs,
    PictureFiles files,
    StylizerPool stylizers,
    ProgressStore progress,
    StoreRetry retry,
    RunFailure policy,
    StudioMetrics metrics,
    StudioSettings settings,
    ILogger<RunTarget> targetLogger)
{
    /// <summary>
    /// Paints a run to its end, or until it is interrupted, and stores its picture if there is to be one.
    /// </summary>
    /// <param name="part">The attempt.</param>
    /// <param name="checkpoint">The file that checkpoints are written to.</param>
    /// <exception cref="ImpastoException">A picture, the network, the device or memory is missing.</exception>
    public async Task<PaintedRun> PaintAsync(RunPart part, string checkpoint)
    {
        RunInputs inputs = await RunInputs.FetchAsync(part.Run, blobs, files, settings.NetworkName);
        var target = new RunTarget(part.Run, blobs, retry, policy, targetLogger);
        ProgressPump? pump = null;
        RunStatus status = RunStatus.Queued;
        var job = new PaintingJob(stylizers, inputs.Record)
        {
            Read = inputs.ReadAsync,
            Target = target,
            MaxPixels = settings.Limits.MaxResultPixels,
            Checkpoint = new CheckpointTarget(checkpoint) { Every = settings.CheckpointEvery },
            From = part.From,
            TimeLimit = part.Run.Recipe.TimeLimit is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            // A checkpoint copied from another run was made with other options, so differences must be allowed.
            MayDiffer = part.Run.Recipe.Resumes,
            WriteWhen = async result =>
            {
                // The last report may bring a user's wish, which decides how the run ends.
                await pump!.DisposeAsync();
                status = part.StatusAfter(result.Outcome);
                return !part.IsLost && status is RunStatus.Done or RunStatus.Stopped or RunStatus.Paused;
            },
        };
        using PreparedPainting painting = await job.PrepareAsync();
        await using ProgressPump own = pump = new ProgressPump(part, progress, metrics, settings.Clock);
        PaintingResult made = await painting.RunAsync(own, own.WantsFrame, part.Cancellation);
        return new PaintedRun(status, target.Stored)
        {
            Notes = [.. made.Result.Notes, .. Divergence(made.Result)],
            Engine = made.Result.Engine,
            Steps = made.Result.Losses.Count,
            Seconds = made.Result.Seconds,
            Work = IsWhole(part, made.Result, painting.Plan) ? painting.Plan.Multiplications : 0,
            Failure = made.Failure,
        };
    }

    // Only such a run tells how long another one will take.
    private static bool IsWhole(RunPart part, StylizeResult result, StylizePlan plan) =>
        part.From is null && part.Run.Recipe.TimeLimit is null
        && result.Outcome == StylizeOutcome.Completed
        && result.Losses.Count == plan.Scales.Sum(scale => scale.Steps);

    private static string[] Divergence(StylizeResult result) => result.Outcome == StylizeOutcome.Diverged
        ? [$"The run diverged after step {result.Losses.Count}: the last good picture was kept."]
        : [];
}
