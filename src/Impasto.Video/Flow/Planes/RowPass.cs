using Impasto.Threads;

namespace Impasto.Video.Flow.Planes;

/// <summary>Work on the rows of a plane, which may be done in any order; made once and run for every picture.</summary>
/// <param name="rows">Number of rows.</param>
/// <param name="body">Does the rows from a first one to below another.</param>
internal sealed class RowPass(int rows, Action<int, int> body) : ParallelWork
{
    // Bands follow from the size alone, so that the bits are the same for any number of threads.
    private const int RowsOfItem = 16;

    public void Run(WorkerTeam? team) => WorkerTeam.Run(team, this, (rows + RowsOfItem - 1) / RowsOfItem);

    /// <inheritdoc/>
    public override void Run(int item, int worker) =>
        body(item * RowsOfItem, Math.Min(rows, (item + 1) * RowsOfItem));
}
