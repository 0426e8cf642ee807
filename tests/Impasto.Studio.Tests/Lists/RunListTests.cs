using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Imaging;
using Impasto.Studio.Clips;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Studio.Tests.Cluster;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Lists;

/// <summary>Lists of some runs only, and runs that a user marks.</summary>
public sealed class RunListTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task List_has_the_runs_that_the_filter_names(bool inDatabase)
    {
        await using PostgresDatabase? database = inDatabase ? await PostgresDatabase.CreateAsync() : null;
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = database?.Connection, Limits = new StudioLimits { RunsAtOnce = 0 },
        });
        RunStore store = studio.Service<RunStore>();
        RunRecipe recipe = TestRuns.Recipe("Swirls.jpg", "50%_waves.jpg");
        StudioRun one = await store.AddAsync(TestRuns.Queued() with { Recipe = recipe });
        StudioRun two = await store.AddAsync(TestRuns.Queued() with
        {
            Recipe = TestRuns.Recipe("my Swirls.jpg") with { Preset = "draft" },
        });
        StudioRun clip = await store.AddAsync(TestRuns.Queued() with
        {
            Recipe = TestRuns.Recipe() with { Content = "walk.mp4", Clip = new RunClip() },
        });
        await store.MoveAsync(two.Id, RunStatus.Cancelled, RunStatus.Queued);
        await store.FavorAsync(one.Id, isFavorite: true);

        (string Query, StudioRun[] Found)[] lists =
        [
            ("", [clip, two, one]), ("kind=clip", [clip]), ("kind=picture", [two, one]),
            ("state=cancelled", [two]), ("state=cancelled&state=queued", [clip, two, one]), ("state=failed", []),
            ("favorite=true", [one]), ("favorite=false", [clip, two, one]), ("preset=draft", [two]),
            ("preset=fine&kind=picture", [one]), ("painting=swirls.jpg", [one]), ("painting=50%25_waves.jpg", [one]),
            ("painting=50%25", []), ("painting=Swirls.jpg%0A50%25_waves.jpg", [one]), ("search=swirls", [two, one]),
            ("search=swirls&favorite=true&sort=name", [one]), ("sort=oldest", [one, two, clip]),
            ("painting=%00", []), ("preset=%00", []),
        ];
        foreach ((string query, StudioRun[] found) in lists)
        {
            RunList list = (await studio.Http.GetFromJsonAsync<RunList>(
                $"/api/runs?{query}", Studio.Json, Studio.Cancellation))!;
            Assert.Equal((query, string.Join(' ', found.Select(run => run.Id))),
                (query, string.Join(' ', list.Runs.Select(run => run.Id))));
        }
    }

    [Theory]
    [InlineData("state=gone", "state: expected queued or running")]
    [InlineData("kind=film", "kind: expected picture or clip, got 'film'.")]
    [InlineData("favorite=1", "favorite: expected true or false, got '1'.")]
    [InlineData("sort=best", "sort: expected newest or oldest or name or size, got 'best'.")]
    [InlineData("sort=name&before=AQAAAAAAAAAH", "before: expected next of an earlier page of the same list")]
    public async Task Query_that_is_invalid_is_refused_with_a_sentence(string query, string sentence)
    {
        await using Studio studio = await Studio.StartIdleAsync();

        using HttpResponseMessage response = await studio.Http.GetAsync($"/api/runs?{query}", Studio.Cancellation);

        Assert.Equal(400, (int)response.StatusCode);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(Studio.Cancellation);
        Assert.StartsWith(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_of_a_list_keep_its_filter()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        for (int i = 0; i < 3; i++)
            await studio.Service<RunStore>().AddAsync(TestRuns.Queued());

        RunList list = (await studio.Http.GetFromJsonAsync<RunList>(
            "/api/runs?limit=2&state=queued&state=done&kind=picture&painting=painting.png&preset=fine&sort=size",
            Studio.Json,
            Studio.Cancellation))!;

        const string Same =
            "/api/runs?limit=2&state=queued&state=done&kind=picture&painting=painting.png&preset=fine&sort=size";
        Assert.Equal((Same, Same), (list.Links.Self, list.Links.First));
        Assert.StartsWith($"{Same}&before=", list.Links.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Favorite_is_marked_once_kept_and_taken_back()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();
        string address = $"{run.Links.Self}/favorite";

        RunView marked = await ChangeAsync(HttpMethod.Put), again = await ChangeAsync(HttpMethod.Put);
        Assert.Equal((true, run.Revision + 1), (marked.Favorite, marked.Revision));
        Assert.Equal((true, marked.Revision), (again.Favorite, again.Revision));
        await studio.RestartAsync();
        Assert.True((await studio.GetAsync(run.Id)).Run.Favorite);
        Assert.False((await ChangeAsync(HttpMethod.Delete)).Favorite);
        Assert.Equal("queued", (await studio.GetAsync(run.Id)).Run.State);
        using HttpResponseMessage missing = await studio.Http.PutAsync(
            $"/api/runs/{Guid.NewGuid()}/favorite", null, Studio.Cancellation);
        Assert.Equal(404, (int)missing.StatusCode);

        async Task<RunView> ChangeAsync(HttpMethod method)
        {
            using var request = new HttpRequestMessage(method, address);
            using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);
            return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RunView>(
                Studio.Json, Studio.Cancellation))!;
        }
    }

    [Fact]
    public async Task Runs_of_an_earlier_version_are_sorted_and_filtered_too()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunStore store = studio.Service<RunStore>();
        StudioRun first = await store.AddAsync(TestRuns.Queued() with
        {
            Recipe = TestRuns.Recipe() with { Content = "z.png", Width = 9, Height = 9 },
        });
        StudioRun second = await store.AddAsync(TestRuns.Queued());
        Database database = studio.Service<Database>();
        foreach (string index in new[] { "runs_name", "runs_pixels", "runs_favorite" })
            await database.ExecuteAsync($"DROP INDEX {index}");
        foreach (string column in new[] { "favorite", "sort_name", "kind", "preset", "paintings", "pixels" })
            await database.ExecuteAsync($"ALTER TABLE runs DROP COLUMN {column}");

        await RunTables.PrepareAsync(database);

        Assert.Equal([second.Id, first.Id], await ListAsync("sort=name"));
        Assert.Equal(
            [first.Id, second.Id], await ListAsync("sort=size&painting=painting.png&kind=picture&preset=fine"));

        async Task<IEnumerable<Guid>> ListAsync(string query) => (await studio.Http.GetFromJsonAsync<RunList>(
            $"/api/runs?{query}", Studio.Json, Studio.Cancellation))!.Runs.Select(run => run.Id);
    }

    [Fact]
    public async Task Thumbnail_is_small_and_of_the_newest_that_there_is()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.CreateAsync(("size", "500"), ("steps", "0"));
        await studio.UntilAsync(run.Id, "done");

        using HttpResponseMessage response = await studio.Http.GetAsync(run.Links.Thumbnail, Studio.Cancellation);
        byte[] bytes = await response.Content.ReadAsByteArrayAsync(Studio.Cancellation);

        Picture small = new PictureReader().Decode(bytes, "thumbnail");
        Assert.Equal(new PictureSize(480, 400), small.Size);
        Picture result = Resampler.Resize(
            new PictureReader().Decode(await studio.ResultAsync(run.Id, "jpg"), "result"), small.Width, small.Height);
        double difference = small.Pixels.Zip(result.Pixels, (one, other) => Math.Abs(one - other)).Average();
        Assert.True(difference < 0.02, $"It differs from the result by {difference}.");
        Assert.Equal("max-age=86400, private", response.Headers.CacheControl!.ToString());
        using var known = new HttpRequestMessage(HttpMethod.Get, run.Links.Thumbnail);
        known.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using HttpResponseMessage same = await studio.Http.SendAsync(known, Studio.Cancellation);
        Assert.Equal(304, (int)same.StatusCode);
    }

    [Fact]
    public async Task Thumbnail_of_a_run_that_waits_is_its_photograph()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();

        using HttpResponseMessage response = await studio.Http.GetAsync(run.Links.Thumbnail, Studio.Cancellation);

        Picture small = new PictureReader().Decode(
            await response.Content.ReadAsByteArrayAsync(Studio.Cancellation), "thumbnail");
        Assert.Equal(new PictureSize(48, 40), small.Size);
        Assert.True(response.Headers.CacheControl!.NoCache);
    }
}
