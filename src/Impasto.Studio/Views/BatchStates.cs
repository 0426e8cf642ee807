using Impasto.Studio.Runs;

namespace Impasto.Studio.Views;

/// <summary>How many runs of a batch are in each state.</summary>
/// <param name="Queued">Those that wait.</param>
/// <param name="Running">Those that are painted.</param>
/// <param name="Paused">Those that are paused.</param>
/// <param name="Done">Those that are done.</param>
/// <param name="Stopped">Those that ended with the picture so far.</param>
/// <param name="Cancelled">Those that were given up.</param>
/// <param name="Failed">Those that failed.</param>
internal sealed record BatchStates(
    int Queued, int Running, int Paused, int Done, int Stopped, int Cancelled, int Failed)
{
    public static BatchStates Of(IReadOnlyList<StudioRun> runs)
    {
        return new BatchStates(
            Count(RunStatus.Queued), Count(RunStatus.Running), Count(RunStatus.Paused), Count(RunStatus.Done),
            Count(RunStatus.Stopped), Count(RunStatus.Cancelled), Count(RunStatus.Failed));

        int Count(RunStatus status) => runs.Count(run => run.Status == status);
    }
}
