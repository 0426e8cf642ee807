using System.Globalization;
using System.Text.Json;
using Impasto.Studio.Runs;
using Impasto.Studio.Tests.Cluster;

namespace Impasto.Studio.Tests.Events;

/// <summary>
/// The stream of all runs loses nothing: not between two looks at the store, and not while nobody listens.
/// </summary>
public sealed class AllRunsStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_happens_between_two_looks_arrives(bool usesPostgres)
    {
        var clock = new HandClock();
        await using PostgresDatabase? database = usesPostgres ? await PostgresDatabase.CreateAsync() : null;
        await using Studio studio = await StartAsync(database, clock);
        Guid favorite = await DoneAsync(studio), deleted = await DoneAsync(studio), newest = await DoneAsync(studio);
        await using StreamOfAll stream = await StreamOfAll.OpenAsync(studio, null);
        clock.Tick();

        Guid quick = await DoneAsync(studio);
        await studio.Http.PutAsync($"/api/runs/{favorite}/favorite", null, Studio.Cancellation);
        await studio.Http.DeleteAsync(new Uri($"/api/runs/{deleted}", UriKind.Relative), Studio.Cancellation);
        // The next run has a number that was in use before.
        await studio.Http.DeleteAsync(new Uri($"/api/runs/{quick}", UriKind.Relative), Studio.Cancellation);
        await studio.Http.DeleteAsync(new Uri($"/api/runs/{newest}", UriKind.Relative), Studio.Cancellation);
        Guid again = await DoneAsync(studio);
        clock.Tick();

        Dictionary<Guid, string> events = await stream.UntilAsync(favorite, deleted, quick, newest, again);
        Assert.Equal(("gone", "gone", "gone"), (events[deleted], events[quick], events[newest]));
        Assert.Equal(("done favorite", "done"), (events[favorite], events[again]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stream_that_broke_off_is_resumed_where_it_was(bool usesPostgres)
    {
        var clock = new HandClock();
        await using PostgresDatabase? database = usesPostgres ? await PostgresDatabase.CreateAsync() : null;
        await using Studio studio = await StartAsync(database, clock);
        Guid before = await DoneAsync(studio), deleted = await DoneAsync(studio);
        Guid waiting = (await studio.CreateAsync()).Id;
        string place;
        await using (StreamOfAll first = await StreamOfAll.OpenAsync(studio, null))
        {
            await studio.PostAsync($"/api/runs/{waiting}/pause");
            clock.Tick();
            Assert.Equal("paused", (await first.UntilAsync(waiting))[waiting]);
            place = first.LastId;
        }

        Guid missed = await DoneAsync(studio);
        await studio.Http.DeleteAsync(new Uri($"/api/runs/{deleted}", UriKind.Relative), Studio.Cancellation);
        await studio.RestartAsync();
        await using StreamOfAll second = await StreamOfAll.OpenAsync(studio, place);

        Dictionary<Guid, string> events = await second.UntilAsync(waiting, missed, deleted);
        Assert.Equal(("paused", "done", "gone"), (events[waiting], events[missed], events[deleted]));
        Assert.DoesNotContain(before, events.Keys);
        // What a client names that had no id yet, or one of something else, is no error.
        await using StreamOfAll third = await StreamOfAll.OpenAsync(studio, "x");
        Assert.Matches("^\\d+$", third.LastId);
    }

    [Fact]
    public async Task Transaction_that_ends_after_a_later_one_is_not_missed()
    {
        var clock = new HandClock();
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using Studio studio = await StartAsync(database, clock);
        Guid slow = await DoneAsync(studio), quick = await DoneAsync(studio);
        await using StreamOfAll stream = await StreamOfAll.OpenAsync(studio, null);
        await using var source = Npgsql.NpgsqlDataSource.Create(database.Connection);
        await using Npgsql.NpgsqlConnection connection = await source.OpenConnectionAsync(Studio.Cancellation);
        await using Npgsql.NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Studio.Cancellation);
        await using var mark = new Npgsql.NpgsqlCommand(
            "UPDATE runs SET favorite = 1, revision = revision + 1, "
            + "changed = CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT) WHERE id = @id",
            connection,
            transaction);
        mark.Parameters.AddWithValue("id", slow.ToString("N"));
        await mark.ExecuteNonQueryAsync(Studio.Cancellation);

        await studio.Http.PutAsync($"/api/runs/{quick}/favorite", null, Studio.Cancellation);
        clock.Tick();
        await stream.UntilAsync(quick);
        await transaction.CommitAsync(Studio.Cancellation);
        clock.Tick();

        Assert.Equal("done favorite", (await stream.UntilAsync(slow))[slow]);
    }

    private static Task<Studio> StartAsync(PostgresDatabase? database, HandClock clock) =>
        Studio.StartAsync(settings => settings with
        {
            Store = database?.Connection, Clock = clock, Limits = new StudioLimits { RunsAtOnce = 0 },
        });

    // Begun and ended at once, as by a quick worker.
    private static async Task<Guid> DoneAsync(Studio studio)
    {
        Guid id = (await studio.CreateAsync()).Id;
        RunClaims claims = studio.Service<RunClaims>();
        StudioRun run = (await claims.ClaimAsync("somebody"))!;
        Assert.Equal(id, run.Id);
        await claims.FinishAsync(run, new RunOutcome { Status = RunStatus.Done, Formats = [] });
        return id;
    }

    /// <summary>A stream of all runs, as a client reads it.</summary>
    private sealed class StreamOfAll : IAsyncDisposable
    {
        private readonly HttpResponseMessage _response;
        private readonly StreamReader _reader;
        private readonly Dictionary<Guid, string> _events = [];

        private StreamOfAll(HttpResponseMessage response, Stream body)
        {
            _response = response;
            _reader = new StreamReader(body);
        }

        public string LastId { get; private set; } = "";

        public static async Task<StreamOfAll> OpenAsync(Studio studio, string? lastId)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
            if (lastId is not null)
                request.Headers.Add("Last-Event-ID", lastId);
            HttpResponseMessage response = await studio.Http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, Studio.Cancellation);
            var stream = new StreamOfAll(response, await response.Content.ReadAsStreamAsync(Studio.Cancellation));
            Assert.Equal("hello", await stream.NextAsync());
            return stream;
        }

        /// <summary>Waits for an event of each of some runs.</summary>
        /// <returns>The latest state of each run so far.</returns>
        public async Task<Dictionary<Guid, string>> UntilAsync(params Guid[] runs)
        {
            // All together: the stream is never silent for long.
            using var end = CancellationTokenSource.CreateLinkedTokenSource(Studio.Cancellation);
            end.CancelAfter(Patience);
            while (!runs.All(_events.ContainsKey))
                await NextAsync().WaitAsync(end.Token);
            return _events;
        }

        public ValueTask DisposeAsync()
        {
            _reader.Dispose();
            _response.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<string> NextAsync()
        {
            string kind = "";
            while (await _reader.ReadLineAsync(Studio.Cancellation) is { Length: > 0 } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    kind = line["event: ".Length..];
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    LastId = line["id: ".Length..];
                if (line.StartsWith("data: ", StringComparison.Ordinal) && kind is not "hello")
                    Note(kind, JsonDocument.Parse(line["data: ".Length..]).RootElement);
            }

            Assert.True(long.Parse(LastId, CultureInfo.InvariantCulture) > 0);
            return kind;
        }

        private void Note(string kind, JsonElement run) => _events[run.GetProperty("id").GetGuid()] = kind == "gone"
            ? kind
            : run.GetProperty("state").GetString() + (run.GetProperty("favorite").GetBoolean() ? " favorite" : "");
    }
}
