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

    [Fact]
    public async Task Requests_while_the_database_is_away_get_503_and_when_to_try_again()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using var line = new DatabaseLine(database.Connection);
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = line.Connection, Limits = new StudioLimits { RunsAtOnce = 0 },
        });
        string run = $"/api/runs/{(await studio.CreateAsync()).Id}";
        line.Cut();
        foreach ((string method, string path) in new[]
        {
            ("GET", "/api/runs"), ("GET", run), ("GET", $"{run}/events"), ("GET", $"{run}/content"),
            ("GET", $"{run}/styles/0"), ("GET", $"{run}/result.png"), ("GET", "/api/events"), ("GET", "/health/ready"),
            ("POST", "/api/runs"), ("POST", $"{run}/pause"), ("POST", $"{run}/stop"), ("POST", $"{run}/cancel"),
            ("POST", $"{run}/continue"), ("POST", $"{run}/again"), ("DELETE", run),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (path == "/api/runs" && method == "POST")
                request.Content = Studio.Form();
            using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);
            Assert.Equal(
                (method, path, 503, TimeSpan.FromSeconds(10)),
                (method, path, (int)response.StatusCode, response.Headers.RetryAfter?.Delta));
        }

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
