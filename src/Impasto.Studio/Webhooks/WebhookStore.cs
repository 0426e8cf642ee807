using Impasto.Studio.Runs;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Webhooks;

/// <summary>The statements about messages of runs that are over. They are rows of the runs themselves.</summary>
/// <remarks>
/// A server takes a message by moving the time at which it is due. So no two servers have one at the same time, and a
/// message whose server died is due again. All times are those of one clock: the database's, or that of the only
/// studio on a folder.
/// </remarks>
internal sealed class WebhookStore(Database database, TimeProvider clock)
{
    private static readonly string Over = RunTables.In(Enum.GetValues<RunStatus>().Where(StudioRun.Ends));

    private string Now => database.Milliseconds("@now");

    private long Milliseconds => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Takes the message that has been due longest.</summary>
    /// <param name="lease">How long no other server takes it.</param>
    /// <returns>The message; null if none is due.</returns>
    public async Task<WebhookTask?> TakeAsync(TimeSpan lease)
    {
        WebhookTask? taken = null;
        await database.TransactAsync(async session =>
        {
            taken = (await session.QueryAsync(
                $"""
                UPDATE runs SET webhook_tries = webhook_tries + 1, webhook_due = {Now} + @lease
                WHERE id = (
                    SELECT id FROM runs
                    WHERE webhook_state = '{WebhookState.Waiting}' AND {Over} AND webhook_due <= {Now}
                    ORDER BY webhook_due, place LIMIT 1 {database.SkipLocked})
                RETURNING {RunTables.Columns}
                """,
                RunTables.Read,
                ("now", Milliseconds), ("lease", (long)lease.TotalMilliseconds)))
                .Select(run => new WebhookTask(run))
                .FirstOrDefault();
            return taken is not null;
        });
        return taken;
    }

    /// <summary>Notes that a message arrived.</summary>
    public Task SentAsync(WebhookTask task) => EndAsync(task, WebhookState.Sent, "", TimeSpan.Zero);

    /// <summary>Notes that a try failed.</summary>
    /// <param name="task">The message.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="pause">When it is tried again; null for never.</param>
    public Task FailedAsync(WebhookTask task, string reason, TimeSpan? pause) => EndAsync(
        task, pause is null ? WebhookState.Failed : WebhookState.Waiting, reason, pause ?? TimeSpan.Zero);

    /// <summary>Gives a message back that was not tried after all: the program ends.</summary>
    public Task ReturnAsync(WebhookTask task) => database.ExecuteAsync(
        $"""
        UPDATE runs SET webhook_tries = webhook_tries - 1, webhook_due = {Now}
        WHERE id = @id AND webhook_tries = @tries AND webhook_state = '{WebhookState.Waiting}'
        """,
        RunTables.Id(task.Run.Id), ("tries", task.Run.WebhookTries), ("now", Milliseconds));

    // The number of tries tells whether another server has taken it since.
    private Task<int> EndAsync(WebhookTask task, string state, string error, TimeSpan pause) => database.ExecuteAsync(
        $"""
        UPDATE runs SET webhook_state = @what, webhook_error = @error, webhook_due = {Now} + @pause
        WHERE id = @id AND webhook_tries = @tries
        """,
        RunTables.Id(task.Run.Id), ("tries", task.Run.WebhookTries), ("what", state), ("error", error),
        ("pause", (long)pause.TotalMilliseconds), ("now", Milliseconds));
}
