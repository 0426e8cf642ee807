using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Studio.Lists;
using Impasto.Studio.Storage;
using Impasto.Studio.Tests.Cluster;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Batches;

/// <summary>Several runs by one request: all or none, each a normal run, with one progress.</summary>
public sealed class BatchTests
{
    private static readonly string[] Photos = ["one.png", "two.png"], Paintings = ["wild.png", "calm.png"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_photograph_is_painted_with_each_painting_and_the_results_are_one_file(bool inDatabase)
    {
        await using PostgresDatabase? database = inDatabase ? await PostgresDatabase.CreateAsync() : null;
        await using Studio studio = await Studio.StartAsync(settings => settings with { Store = database?.Connection });

        BatchView batch = await studio.CreateBatchAsync(Photos, Paintings, ("paintings", "each"));

        Assert.Equal("2 photographs as 2 paintings", batch.Title);
        Assert.Equal(
            [("one.png", "wild.png"), ("one.png", "calm.png"), ("two.png", "wild.png"), ("two.png", "calm.png")],
            batch.Runs.Select(run => (run.Content, run.Styles.Single().Name)));
        BatchView done = await studio.UntilDoneAsync(batch);
        Assert.Equal((4, 1.0, 0.0), (done.States.Done, done.Progress, done.SecondsLeft));
        Assert.Empty(done.Links.Actions);
        Assert.All(done.Runs, run => Assert.Equal(
            (batch.Id, batch.Title, batch.Links.Self), (run.Batch, run.BatchTitle, run.Links.Batch)));
        Assert.Equal(
            ["one_wild.jpg", "one_calm.jpg", "two_wild.jpg", "two_calm.jpg"],
            await EntriesAsync(studio, $"{done.Links.Results}?format=jpg"));
    }

    [Fact]
    public async Task Paintings_are_together_in_each_picture_unless_each_is_asked_for()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        BatchView batch = await studio.CreateBatchAsync(Photos, Paintings, ("weight", "3"), ("weight", "1"));

        Assert.Equal(2, batch.Runs.Count);
        Assert.All(batch.Runs, run => Assert.Equal([3.0, 1.0], run.Styles.Select(style => style.Weight)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_damaged_photograph_refuses_all_and_leaves_nothing(bool inDatabase)
    {
        await using PostgresDatabase? database = inDatabase ? await PostgresDatabase.CreateAsync() : null;
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = database?.Connection, Limits = new StudioLimits { RunsAtOnce = 0 },
        });

        (int status, string sentence) = await studio.RefusalAsync(["good.png", "fine.png", "broken.png"], Paintings);

        Assert.Equal(422, status);
        Assert.StartsWith("'broken.png' can't be read", sentence, StringComparison.Ordinal);
        await NothingIsLeftAsync(studio);
    }

    [Fact]
    public async Task Batch_that_is_longer_than_the_rest_of_the_queue_is_refused_whole()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { RunsAtOnce = 0, MaxQueued = 3 },
        });

        (int status, string sentence) = await studio.RefusalAsync(Photos, Paintings, ("paintings", "each"));

        Assert.Equal(
            (429, "0 runs are waiting already, and with these 4 there would be more than the limit, 3: try again "
                + "later, or with fewer."),
            (status, sentence));
        await NothingIsLeftAsync(studio);
        Assert.Equal(2, (await studio.CreateBatchAsync(Photos, ["wild.png"])).Runs.Count);
    }

    [Fact]
    public async Task Batch_that_needs_more_than_the_disk_has_is_refused_whole()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits
            {
                RunsAtOnce = 0, MaxDiskBytes = (2 * (Studio.Photo.Length + Studio.Painting.Length)) - 1,
            },
        });

        (int status, _) = await studio.RefusalAsync(Photos, ["wild.png"]);

        Assert.Equal(507, status);
        await NothingIsLeftAsync(studio);
    }

    [Theory]
    [InlineData("paintings", "some", "paintings: expected together or each, got 'some'.")]
    [InlineData("variation", "2", "There is no field 'variation'")]
    [InlineData("variations", "401", "variations: expected 1 to 400, got '401'.")]
    [InlineData("variations", "201", "Expected a batch of at most 400 runs, got 402.")]
    [InlineData("sweep", "strength", "sweep: expected OPTION=VALUE,VALUE, got 'strength'.")]
    [InlineData("sweep", "strangth=5", "Unknown option 'strangth'")]
    [InlineData("sweep", "strength=5,500", "strength: expected 0 to 100, got 500.")]
    [InlineData("sweep", "color-method=pca", "sweep: color-method has no effect without color match")]
    [InlineData("sweep", "feather=1,2", "sweep: feather has no effect without a region.")]
    [InlineData("title", "   ", "title: expected 1 to 100 characters, got 0.")]
    public async Task Invalid_field_is_refused_in_a_sentence(string field, string value, string sentence)
    {
        await using Studio studio = await Studio.StartIdleAsync();

        (int status, string detail) = await studio.RefusalAsync(Photos, ["wild.png"], (field, value));

        Assert.Equal(422, status);
        Assert.StartsWith(sentence, detail, StringComparison.Ordinal);
        await NothingIsLeftAsync(studio);
    }

    [Fact]
    public async Task Sweep_paints_every_value_and_names_it_in_its_file()
    {
        await using Studio studio = await Studio.StartAsync();

        BatchView batch = await studio.CreateBatchAsync(["one.png"], ["wild.png"], ("sweep", "strength=25,50,75"));

        Assert.Equal(("strength", "one as wild"), (batch.Sweep, batch.Title));
        // 50 is the preset's own.
        Assert.Equal(["25", null, "75"], batch.Runs.Select(run => run.Options.GetValueOrDefault("strength")));
        await studio.UntilDoneAsync(batch);
        Assert.Equal(
            ["one_wild_strength=25.png", "one_wild_strength=50.png", "one_wild_strength=75.png"],
            await EntriesAsync(studio, $"{batch.Links.Self}/results.zip"));
        byte[][] pictures = [await studio.ResultAsync(batch.Runs[0].Id), await studio.ResultAsync(batch.Runs[2].Id)];
        Assert.NotEqual(pictures[0], pictures[1]);
    }

    [Fact]
    public async Task Variations_are_those_of_single_runs()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        BatchView batch = await studio.CreateBatchAsync(["one.png"], ["wild.png"], ("variations", "3"));

        for (int number = 1; number <= 3; number++)
        {
            RunView single = await studio.CreateAsync(("variation", $"{number}"));
            Assert.Equal(single.Options, batch.Runs[number - 1].Options);
        }
    }

    [Fact]
    public async Task Batch_is_paused_continued_and_cancelled_as_a_whole()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        BatchView batch = await studio.CreateBatchAsync(Photos, ["wild.png"]);
        Assert.Equal(["cancel", "pause"], batch.Links.Actions.Keys.Order(StringComparer.Ordinal));
        await studio.PostAsync(batch.Runs[0].Links.Actions["cancel"]);

        Assert.Equal((0, 1), await StatesAsync("pause"));
        Assert.Equal((1, 0), await StatesAsync("continue"));
        Assert.Equal((0, 0), await StatesAsync("cancel"));

        BatchView ended = await studio.GetBatchAsync(batch.Id);
        Assert.Equal((2, 1.0), (ended.States.Cancelled, ended.Progress));

        async Task<(int Queued, int Paused)> StatesAsync(string action)
        {
            (int status, JsonElement answer) = await studio.PostAsync($"{batch.Links.Self}/{action}");
            Assert.Equal(200, status);
            JsonElement states = answer.GetProperty("states");
            return (states.GetProperty("queued").GetInt32(), states.GetProperty("paused").GetInt32());
        }
    }

    [Fact]
    public async Task Deleted_batch_takes_its_runs_and_their_files_with_it_and_no_others()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView other = await studio.CreateAsync();
        BatchView batch = await studio.CreateBatchAsync(Photos, ["wild.png"]);

        using HttpResponseMessage deleted = await studio.Http.DeleteAsync(batch.Links.Self, Studio.Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal([other.Id], (await studio.ListAsync()).Runs.Select(run => run.Id));
        Assert.Single(Directory.GetDirectories(Path.Combine(studio.Settings.DataFolder, "runs")));
        using HttpResponseMessage gone = await studio.Http.GetAsync(batch.Links.Self, Studio.Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Request_with_the_same_key_makes_no_second_batch_and_another_one_is_refused()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        studio.Http.DefaultRequestHeaders.Add("Idempotency-Key", "order-17");
        BatchView first = await studio.CreateBatchAsync(Photos, Paintings);

        BatchView second = await studio.CreateBatchAsync(Photos, Paintings);

        Assert.Equal((first.Id, 2L), (second.Id, (await studio.ListAsync()).Queued));
        string[][] others = [["one.png"], ["two.png", "one.png"], ["one.png", "three.png"]];
        foreach (string[] photos in others)
            Assert.Equal(422, (await studio.RefusalAsync(photos, Paintings)).Status);
        Assert.Equal(422, (await studio.RefusalAsync(Photos, Paintings, ("sweep", "strength=20"))).Status);
    }

    [Fact]
    public async Task Json_makes_the_batch_of_the_form()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        using HttpResponseMessage response = await studio.Http.PostAsJsonAsync(
            "/api/batches",
            new
            {
                content = new[] { "sample:cat.jpg", "sample:rocket.jpg" },
                style = "sample:swirls.jpg",
                title = "Pets",
            },
            Studio.Cancellation);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        BatchView batch = (await response.Content.ReadFromJsonAsync<BatchView>(Studio.Json, Studio.Cancellation))!;
        Assert.Equal(batch.Links.Self, response.Headers.Location!.ToString());
        Assert.Equal(("Pets", 2), (batch.Title, batch.Runs.Count));
        RunList found = (await studio.Http.GetFromJsonAsync<RunList>(
            "/api/runs?search=pets", Studio.Json, Studio.Cancellation))!;
        Assert.Equal(2, found.Runs.Count);
    }

    [Fact]
    public async Task Mask_belongs_to_one_photograph()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        using MultipartFormDataContent one = TestBatches.Form(["one.png"], ["wild.png"], ("sweep", "strength=20,40"));
        using MultipartFormDataContent two = TestBatches.Form(Photos, ["wild.png"]);
        foreach (MultipartFormDataContent form in new[] { one, two })
        {
            form.Add(Studio.Part(Studio.Photo), "region", "mask.png");
            form.Add(new StringContent("keep"), "regionStyle");
        }

        using HttpResponseMessage made = await studio.Http.PostAsync("/api/batches", one, Studio.Cancellation);
        using HttpResponseMessage refused = await studio.Http.PostAsync("/api/batches", two, Studio.Cancellation);

        Assert.Equal((201, 422), ((int)made.StatusCode, (int)refused.StatusCode));
        BatchView batch = (await made.Content.ReadFromJsonAsync<BatchView>(Studio.Json, Studio.Cancellation))!;
        Assert.All(batch.Runs, run => Assert.Single(run.Regions));
    }

    [Fact]
    public async Task Batch_goes_on_after_the_studio_was_killed()
    {
        string folder = Directory.CreateTempSubdirectory("impasto-test-").FullName;
        try
        {
            BatchView batch;
            await using (StudioProcess killed = await StudioProcess.StartAsync(folder))
            {
                batch = await killed.CreateBatchAsync(
                    Photos, ["wild.png"], ("sweep", "strength=30,60"), ("size", "64"), ("steps", "60"));
                await killed.UntilAsync(batch.Runs[0].Id, "done");
            }

            await using StudioProcess next = await StudioProcess.StartAsync(folder);
            BatchView done = await next.UntilDoneAsync(batch);
            Assert.Equal((4, 1.0), (done.States.Done, done.Progress));
            Assert.Equal(batch.Runs.Select(run => run.Id), done.Runs.Select(run => run.Id));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<string>> EntriesAsync(Studio studio, string address)
    {
        byte[] file = await studio.Http.GetByteArrayAsync(address, Studio.Cancellation);
        await using ZipArchive zip = await ZipArchive.CreateAsync(
            new MemoryStream(file), ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null,
            Studio.Cancellation);
        Assert.All(zip.Entries, entry => Assert.True(entry.Length > 0));
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }

    private static async Task NothingIsLeftAsync(Studio studio)
    {
        Assert.Empty(await studio.Service<RunLists>().PageAsync(new RunFilter(), null, 10));
        if (studio.Settings.Store is null)
        {
            Assert.Empty(Directory.GetDirectories(Path.Combine(studio.Settings.DataFolder, "runs")));
            return;
        }

        List<long> files = await studio.Service<Database>().QueryAsync(
            "SELECT COUNT(*) FROM run_files", row => row.GetInt64(0));
        Assert.Equal([0L], files);
    }
}
