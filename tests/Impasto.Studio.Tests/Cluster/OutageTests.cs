using Impasto.Studio.Runs;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Cluster;

/// <summary>The database is away when a run ends.</summary>
public sealed class OutageTests
{
    private static readonly (string Name, string Value)[] Recipe = [("steps", "40"), ("size", "48")];

    [Fact]
    public async Task Run_that_ends_while_the_database_is_away_is_done_when_it_is_back()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using var line = new DatabaseLine(database.Connection);
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = line.Connection, Heartbeat = TimeSpan.FromSeconds(1),
        });
        await ChaosTimes.RepeatAsync("runs that end while the database is away", async () =>
        {
            RunView run = await studio.CreateAsync(Recipe);
            while ((await studio.GetAsync(run.Id)).Run.Progress is null)
                await Task.Delay(10, Studio.Cancellation);

            line.Cut();
            await Task.Delay(TimeSpan.FromSeconds(3), Studio.Cancellation);
            line.Mend();

            RunDetails after = await UntilOverAsync(studio, run.Id);
            Assert.Equal(("done", 1), (after.Run.State, after.Run.Attempt));
            Assert.Equal(["queued", "started", "done"], after.History.Select(entry => entry.What));
            return "done";
        });
    }

    [Theory]
    [InlineData("GET", "/api/runs")]
    [InlineData("GET", "/api/runs/{id}")]
    [InlineData("GET", "/api/runs/{id}/events")]
    [InlineData("GET", "/api/runs/{id}/content")]
    [InlineData("GET", "/api/events")]
    [InlineData("GET", "/health/ready")]
    [InlineData("POST", "/api/runs")]
    [InlineData("POST", "/api/runs/{id}/pause")]
    [InlineData("POST", "/api/runs/{id}/again")]
    [InlineData("DELETE", "/api/runs/{id}")]
    public async Task Request_while_the_database_is_away_gets_503_and_when_to_try_again(string method, string path)
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using var line = new DatabaseLine(database.Connection);
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = line.Connection, Limits = new StudioLimits { RunsAtOnce = 0 },
        });
        Guid id = (await studio.CreateAsync()).Id;
        line.Cut();
        using var request = new HttpRequestMessage(
            new HttpMethod(method), path.Replace("{id}", $"{id}", StringComparison.Ordinal));
        if (path == "/api/runs" && method == "POST")
            request.Content = Studio.Form();

        using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), response.Headers.RetryAfter?.Delta);
        line.Mend();
    }

    private static async Task<RunDetails> UntilOverAsync(Studio studio, Guid id)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (await studio.Service<RunStore>().FindAsync(id) is not { IsOver: true })
        {
            bool canStillBe = TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60);
            Assert.True(canStillBe, "The run is not over.");
            await Task.Delay(50, Studio.Cancellation);
        }

        return await studio.GetAsync(id);
    }
}
