using Impasto.Threads;

namespace Impasto.Video.Flow.Planes;

/// <summary>Work on the rows of a plane, which may be done in any order; made once and run for every picture.</summary>
/// <param name="rows">Number of rows.</param>
/// <param name="body">Does the rows from a first one to below another.</param>
/// <param name="rowsOfBand">
/// Rows that are done together: bands follow from the size alone, so that the bits are the same for any number of
/// threads.
/// </param>
internal sealed class RowPass(int rows, Action<int, int> body, int rowsOfBand = 16) : ParallelWork
{
    public void Run(WorkerTeam? team) => WorkerTeam.Run(team, this, (rows + rowsOfBand - 1) / rowsOfBand);

    /// <inheritdoc/>
    public override void Run(int item, int worker) =>
        body(item * rowsOfBand, Math.Min(rows, (item + 1) * rowsOfBand));
}
