namespace Impasto.Studio.Tests;

/// <summary>Event streams of runs that are quicker than the looks into the store.</summary>
public sealed class EventStreamTests
{
    // Another stream is open, so the studio looks for changes before the run is created, and again after its end.
    [Fact]
    public async Task Stream_of_a_run_that_begins_and_ends_between_two_looks_ends()
    {
        await using Studio studio = await Studio.StartAsync();
        using Stream all = await studio.Http.GetStreamAsync("/api/events", Studio.Cancellation);

        for (int i = 0; i < 12; i++)
        {
            Guid id = (await studio.CreateAsync(("steps", "1"), ("size", "32"))).Id;

            string events = await studio.Http.GetStringAsync($"/api/runs/{id}/events", Studio.Cancellation)
                .WaitAsync(TimeSpan.FromSeconds(20), Studio.Cancellation);

            Assert.Contains("\"state\":\"done\"", events, StringComparison.Ordinal);
        }
    }
}
