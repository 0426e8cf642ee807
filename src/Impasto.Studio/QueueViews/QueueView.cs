using Impasto.Studio.Views;

namespace Impasto.Studio.QueueViews;

/// <summary>The queue: what waits, what is painted and by whom, and the room that is left.</summary>
/// <param name="Waiting">The runs that wait, the next one first; at most 200.</param>
/// <param name="Queued">How many runs wait in all.</param>
/// <param name="MaxQueued">How many may wait.</param>
/// <param name="Running">The runs that workers have, with worker and progress.</param>
/// <param name="Workers">The workers that are there, and those that were there within a day and gave no notice.</param>
/// <param name="Disk">The room for runs.</param>
internal sealed record QueueView(
    IReadOnlyList<RunView> Waiting,
    long Queued,
    int MaxQueued,
    IReadOnlyList<RunView> Running,
    IReadOnlyList<WorkerView> Workers,
    DiskView Disk);
