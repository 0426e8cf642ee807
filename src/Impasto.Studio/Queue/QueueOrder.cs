using Impasto.Studio.Runs;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Queue;

/// <summary>The order of the runs that wait, and its changes.</summary>
/// <remarks>
/// Runs wait by their turn, and runs of the same turn by their number. A new run has the turn 0, so that it is the
/// last; a change gives smaller turns to the runs in front of the place that it is about.
/// </remarks>
internal sealed class QueueOrder(Database database)
{
    private const string Order = "ORDER BY turn, place";

    /// <summary>The runs that wait, the next one first.</summary>
    /// <param name="limit">Most runs.</param>
    public Task<List<StudioRun>> WaitingAsync(int limit) => database.QueryAsync(
        $"SELECT {RunTables.Columns} FROM runs WHERE state = 'queued' {Order} LIMIT @limit",
        RunTables.Read, ("limit", (long)limit));

    /// <summary>The runs that workers have, the oldest first.</summary>
    public Task<List<StudioRun>> RunningAsync() => database.QueryAsync(
        $"SELECT {RunTables.Columns} FROM runs WHERE state = 'running' ORDER BY started, place", RunTables.Read);

    /// <summary>How many runs workers have.</summary>
    public async Task<long> CountRunningAsync() => (await database.QueryAsync(
        "SELECT COUNT(*) FROM runs WHERE state = 'running'", row => row.GetInt64(0)))[0];

    /// <summary>The ids of all runs that wait, the next one first.</summary>
    public Task<List<Guid>> IdsAsync() => database.QueryAsync(
        $"SELECT id FROM runs WHERE state = 'queued' {Order}", row => Guid.Parse(row.GetString(0)));

    /// <summary>How many runs wait in front of a run.</summary>
    public async Task<long> AheadAsync(Guid id) => (await database.QueryAsync(
        """
        SELECT COUNT(*) FROM runs other, runs mine
        WHERE mine.id = @id AND other.state = 'queued'
            AND (other.turn < mine.turn OR (other.turn = mine.turn AND other.place < mine.place))
        """,
        row => row.GetInt64(0), RunTables.Id(id)))[0];

    /// <summary>Moves a run that waits.</summary>
    /// <param name="id">The run.</param>
    /// <param name="to">
    /// Its new place from its old one, both from 0; a place behind the last one is the last one.
    /// </param>
    /// <returns>False if the run does not wait.</returns>
    public Task<bool> MoveAsync(Guid id, Func<int, int> to) => database.TransactAsync(async session =>
    {
        await database.LockAsync(session);
        List<(Guid Id, long Turn)> waiting = await session.QueryAsync(
            $"SELECT id, turn FROM runs WHERE state = 'queued' {Order}",
            row => (Guid.Parse(row.GetString(0)), row.GetInt64(1)));
        int from = waiting.FindIndex(run => run.Id == id);
        if (from < 0)
            return false;
        int place = Math.Clamp(to(from), 0, waiting.Count - 1), last = Math.Max(from, place);
        long turn = last + 1 < waiting.Count ? waiting[last + 1].Turn : 0;
        (Guid, long) moved = waiting[from];
        waiting.RemoveAt(from);
        waiting.Insert(place, moved);
        for (int i = last; i >= 0; i--)
        {
            turn--;
            if (waiting[i].Turn == turn && i != place)
                continue;
            // Whoever watches the run that was moved sees it by its revision.
            await session.ExecuteAsync(
                "UPDATE runs SET turn = @turn, revision = revision + @moved WHERE id = @id AND state = 'queued'",
                RunTables.Id(waiting[i].Id), ("turn", turn), ("moved", i == place ? 1 : 0));
        }

        return true;
    });
}
