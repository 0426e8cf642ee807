using Impasto.Studio.Runs;

namespace Impasto.Studio.Views;

/// <summary>How far a batch is.</summary>
internal static class BatchFigures
{
    /// <summary>How much of all runs is done, 0 to 1; a run that is over counts as 1, however it ended.</summary>
    public static double Progress(IReadOnlyList<StudioRun> runs) =>
        runs.Average(run => run.IsOver ? 1 : run.Progress?.Share() ?? 0);

    /// <summary>
    /// An estimate of the seconds until all runs are over that wait or are painted, 0 if there are none; null while
    /// nothing is known. Runs of others, which may come first, are not counted, and neither are paused ones.
    /// </summary>
    /// <remarks>A run that waits is taken to need as many seconds a pixel as those before it.</remarks>
    public static double? SecondsLeft(IReadOnlyList<StudioRun> runs)
    {
        StudioRun[] waiting = [.. runs.Where(run => run.Status == RunStatus.Queued)];
        StudioRun[] running = [.. runs.Where(run => run.Status == RunStatus.Running)];
        if (waiting.Length + running.Length == 0)
            return 0;
        (double Seconds, double Pixels)[] known = [.. runs.Select(Known).OfType<(double, double)>()];
        if (known.Length == 0)
            return null;
        double rate = known.Sum(run => run.Seconds) / known.Sum(run => run.Pixels);
        double left = waiting.Sum(run => rate * Pixels(run)) + running.Sum(run => Left(run) ?? rate * Pixels(run));
        return left / Math.Max(1, running.Length);
    }

    private static (double Seconds, double Pixels)? Known(StudioRun run) => run switch
    {
        { Status: RunStatus.Done, Progress: { } at } => (at.Seconds, Pixels(run)),
        { Status: RunStatus.Running, Progress: { } at } when Left(run) is { } left => (at.Seconds + left, Pixels(run)),
        _ => null,
    };

    // Of a clip nothing is known before its first frame is done.
    private static double? Left(StudioRun run) =>
        run.Progress is { } at && (at.Frames == 0 || at.SecondsLeft > 0) ? at.SecondsLeft : null;

    private static double Pixels(StudioRun run) =>
        Math.Max(1, (double)run.Recipe.Width * run.Recipe.Height * Math.Max(1, run.Recipe.Clip?.Frames ?? 1));
}
