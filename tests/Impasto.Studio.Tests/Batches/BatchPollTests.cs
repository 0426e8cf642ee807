using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Impasto.Studio.Batches;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Studio.Tests.Cluster;

namespace Impasto.Studio.Tests.Batches;

/// <summary>Who asks again and again how far a batch is. What that takes with 500 runs is in bench/results.</summary>
public sealed class BatchPollTests
{
    private const int Runs = 500, Points = 108;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Batch_that_did_not_change_is_not_read_again(bool inDatabase)
    {
        await using PostgresDatabase? database = inDatabase ? await PostgresDatabase.CreateAsync() : null;
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = database?.Connection, Limits = new StudioLimits { RunsAtOnce = 0 },
        });
        var batch = new RunBatch(Guid.NewGuid(), "many");
        await FillAsync(studio, batch);
        string address = $"/api/batches/{batch.Id}";
        using HttpResponseMessage first = await AskAsync(studio, address, null);
        EntityTagHeaderValue tag = first.Headers.ETag!;
        Assert.Equal((HttpStatusCode.OK, true), (first.StatusCode, first.Headers.CacheControl!.NoCache));

        await TellAsync("whole", () => AskAsync(studio, address, null), HttpStatusCode.OK);
        await TellAsync("with If-None-Match", () => AskAsync(studio, address, tag), HttpStatusCode.NotModified);

        // Nothing of the runs is read for that: here it could not be.
        await ExecuteAsync(studio, "UPDATE runs SET recipe = '?'");
        using (HttpResponseMessage same = await AskAsync(studio, address, tag))
            Assert.Equal((HttpStatusCode.NotModified, tag), (same.StatusCode, same.Headers.ETag));
        using HttpResponseMessage damaged = await AskAsync(studio, address, null);
        Assert.Equal(HttpStatusCode.InternalServerError, damaged.StatusCode);
    }

    [Fact]
    public async Task Tag_of_a_batch_is_another_one_after_every_change()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        string address = (await studio.CreateBatchAsync(["one.png", "two.png", "three.png"], ["painting.png"]))
            .Links.Self;
        StudioRun[] runs = [.. await studio.Service<RunStore>().OfBatchAsync(Guid.Parse(address[^36..]))];
        HashSet<string> tags = [];

        await NoteAsync();
        await studio.PostAsync($"/api/runs/{runs[0].Id}/pause");
        await NoteAsync();
        await studio.Http.PutAsync($"/api/runs/{runs[1].Id}/favorite", null, Studio.Cancellation);
        await NoteAsync();
        StudioRun claimed = (await studio.Service<RunClaims>().ClaimAsync("somebody"))!;
        await NoteAsync();
        await studio.Service<RunClaims>().ReportAsync(claimed, null, RunCurve.Empty, 1);
        await NoteAsync();
        await studio.Service<RunClaims>().FinishAsync(claimed, new RunOutcome { Status = RunStatus.Done });
        await NoteAsync();
        await studio.Http.DeleteAsync(new Uri($"/api/runs/{runs[2].Id}", UriKind.Relative), Studio.Cancellation);
        await NoteAsync();

        using HttpResponseMessage none = await AskAsync(studio, $"/api/batches/{Guid.NewGuid()}", null);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);

        async Task NoteAsync()
        {
            using HttpResponseMessage answer = await AskAsync(studio, address, null);
            Assert.True(tags.Add(answer.Headers.ETag!.ToString()), $"Change {tags.Count} left the tag as it was.");
            using HttpResponseMessage same = await AskAsync(studio, address, answer.Headers.ETag);
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(Studio studio, string address, EntityTagHeaderValue? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (tag is not null)
            request.Headers.IfNoneMatch.Add(tag);
        HttpResponseMessage answer = await studio.Http.SendAsync(request, Studio.Cancellation);
        await answer.Content.ReadAsByteArrayAsync(Studio.Cancellation);
        return answer;
    }

    private static async Task TellAsync(string what, Func<Task<HttpResponseMessage>> ask, HttpStatusCode status)
    {
        double[] times = new double[19];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await ask();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Assert.Equal(status, answer.StatusCode);
        }

        Array.Sort(times);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {what} | {times[times.Length / 2]:0.0}, {times[^1]:0.0} |"));
    }

    private static async Task FillAsync(Studio studio, RunBatch batch)
    {
        await studio.Service<RunStore>().AddAllAsync(
            [.. Enumerable.Range(0, Runs).Select(_ => TestRuns.Queued() with { Batch = batch })]);
        var curve = new RunCurve
        {
            Names = ["content", "style", "tv", "range"],
            Points =
            [
                .. Enumerable.Range(1, Points).Select(
                    step => new[] { step, 12.345678, 1.234567, 8.7654321, 0.1234, 0.01 }),
            ],
        };
        await ExecuteAsync(
            studio, "UPDATE runs SET state = 'done', formats = 'png,jpg,tif', frame = 9, curve = @curve",
            ("curve", curve.ToJson()));
    }

    private static Task<int> ExecuteAsync(Studio studio, string sql, params (string Name, object Value)[] values) =>
        studio.Service<Database>().ExecuteAsync(sql, values);
}
