using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Studio.Lists;
using Impasto.Studio.Runs;
using Impasto.Studio.Tests.Cluster;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Answers;

/// <summary>Lists whose pages lose nothing, links that lead somewhere, and times that everybody reads.</summary>
public sealed class ListTests
{
    public static MatrixTheoryData<bool, string> StoresAndOrders { get; } =
        new([false, true], ["newest", "oldest", "name", "size"]);

    [Theory]
    [MemberData(nameof(StoresAndOrders))]
    public async Task Pages_have_every_run_that_stays_once_while_others_are_added_and_deleted(
        bool inDatabase, string sort)
    {
        await using PostgresDatabase? database = inDatabase ? await PostgresDatabase.CreateAsync() : null;
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = database?.Connection, Limits = new StudioLimits { RunsAtOnce = 0 },
        });
        RunStore store = studio.Service<RunStore>();
        List<StudioRun> created = [];
        for (int i = 0; i < 20; i++)
            created.Add(await store.AddAsync(Mixed(i)));

        List<Guid> listed = [], deleted = [];
        string? address = $"/api/runs?limit=3&search=photo&sort={sort}";
        while (address is not null)
        {
            RunList page = (await studio.Http.GetFromJsonAsync<RunList>(address, Studio.Json, Studio.Cancellation))!;
            listed.AddRange(page.Runs.Select(run => run.Id));
            // The run that the cursor stands on, and others in front of and behind it.
            foreach (Guid id in new[] { page.Runs[^1].Id, created[deleted.Count % 5].Id, created[^1].Id })
            {
                if (await store.DeleteAsync(id))
                    deleted.Add(id);
            }

            if (listed.Count < 30)
                await store.AddAsync(Mixed(listed.Count));
            address = page.Links.Next;
        }

        Assert.Equal(listed.Distinct(), listed);
        Assert.Empty(created.Select(run => run.Id).Except(deleted).Except(listed));
        StudioRun[] old = [.. listed.Join(created, id => id, run => run.Id, (_, run) => run)];
        Assert.Equal(Sorted(created, sort).Intersect(old), old);
        Assert.True(deleted.Count >= 7, $"{deleted.Count} were deleted.");
    }

    // Some with the same name or size, some with letters that languages sort in their own way.
    private static StudioRun Mixed(int number) => TestRuns.Queued() with
    {
        Recipe = TestRuns.Recipe($"{number % 2}.png") with
        {
            Content = $"{new[] { "Photo", "a photo", "\u00e9 photo", "_photo", "photo" }[number % 5]}.png",
            Width = 10 + (number % 3),
            Height = 10,
        },
    };

    private static IEnumerable<StudioRun> Sorted(IEnumerable<StudioRun> runs, string sort) => sort switch
    {
        "oldest" => runs.OrderBy(run => run.Number),
        "name" => runs.OrderBy(run => run.Recipe.Content.ToLowerInvariant(), StringComparer.Ordinal)
            .ThenBy(run => run.Recipe.Styles[0].Name, StringComparer.Ordinal).ThenBy(run => run.Number),
        "size" => runs.OrderByDescending(run => run.Recipe.Width).ThenByDescending(run => run.Number),
        _ => runs.OrderByDescending(run => run.Number),
    };

    [Theory]
    [InlineData("17")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAA")]
    [InlineData("AQAAAAAAAAAA")]
    [InlineData("AQ AAAAAAAAAB")]
    public async Task Cursor_that_no_page_gave_is_refused(string cursor)
    {
        await using Studio studio = await Studio.StartIdleAsync();

        using HttpResponseMessage response = await studio.Http.GetAsync(
            $"/api/runs?before={Uri.EscapeDataString(cursor)}", Studio.Cancellation);

        Assert.Equal(400, (int)response.StatusCode);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(Studio.Cancellation);
        Assert.StartsWith("before: expected next", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Cursor_is_read_as_it_was_written_and_of_its_own_order_only()
    {
        foreach (RunSort sort in Enum.GetValues<RunSort>())
        {
            foreach (long number in new[] { 1, 2, 255, 256, 1_000_000, long.MaxValue })
            {
                var place = new RunPlace(
                    number,
                    sort == RunSort.Name ? "gr\u00fc\u00df\n\ud83c\udfa8" : "",
                    sort == RunSort.Size ? number : 0);
                string cursor = ListCursor.Of(sort, place);
                Assert.Equal(place, ListCursor.Read(sort, cursor));
                RunSort[] others = [.. Enum.GetValues<RunSort>().Where(other => other != sort)];
                Assert.All(others, other => Assert.Null(ListCursor.Read(other, cursor)));
                Assert.Null(ListCursor.Read(sort, $"{cursor[..6]} {cursor[6..]}"));
            }
        }

        Assert.Null(ListCursor.Read(RunSort.Name, ListCursor.Of(RunSort.Name, new RunPlace(1, "a\0b"))));
        // Cursors of earlier versions.
        Assert.Equal(new RunPlace(7), ListCursor.Read(RunSort.Newest, "AQAAAAAAAAAH"));
    }

    [Fact]
    public async Task Links_of_a_done_run_all_lead_somewhere()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView first = await studio.CreateAsync();
        await studio.UntilAsync(first.Id, "done");
        (int status, JsonElement answer) = await studio.PostAsync(first.Links.Actions["again"]);
        Assert.Equal(201, status);
        RunView run = await studio.UntilAsync(answer.GetProperty("id").GetGuid(), "done");

        RunLinks links = run.Links;
        Assert.Equal(["jpg", "png", "tif", "webp"], links.Results.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["again", "continue"], links.Actions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal($"/api/runs/{first.Id}", links.Parent);
        string[] addresses =
        [
            links.Self, links.Events, links.Content, links.Thumbnail, .. links.Styles, links.Frame!, links.Parent!,
            .. links.Results.Values,
        ];
        foreach (string address in addresses)
        {
            using HttpResponseMessage response = await studio.Http.GetAsync(address, Studio.Cancellation);
            Assert.Equal((address, 200), (address, (int)response.StatusCode));
        }
    }

    [Theory]
    [InlineData("queued", "again cancel pause")]
    [InlineData("paused", "again cancel continue")]
    [InlineData("cancelled", "again")]
    public async Task Actions_are_those_that_the_state_allows(string state, string actions)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();
        if (state != "queued")
            await studio.PostAsync(run.Links.Actions[state == "paused" ? "pause" : "cancel"]);

        run = (await studio.GetAsync(run.Id)).Run;

        Assert.Equal(actions, string.Join(' ', run.Links.Actions.Keys.Order(StringComparer.Ordinal)));
        string[] all = ["pause", "stop", "cancel", "continue", "again"];
        foreach (string action in all.Except(run.Links.Actions.Keys))
            Assert.Equal(409, (await studio.PostAsync($"/api/runs/{run.Id}/{action}")).Status);
    }

    [Fact]
    public async Task List_names_its_pages_in_the_header_too()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        for (int i = 0; i < 3; i++)
            await studio.Service<RunStore>().AddAsync(TestRuns.Queued());

        using HttpResponseMessage response = await studio.Http.GetAsync("/api/runs?limit=2", Studio.Cancellation);

        RunList page = (await response.Content.ReadFromJsonAsync<RunList>(Studio.Json, Studio.Cancellation))!;
        Assert.Equal(
            [$"<{page.Links.First}>; rel=\"first\"", $"<{page.Links.Next}>; rel=\"next\""],
            response.Headers.GetValues("Link"));
        RunList last = (await studio.Http.GetFromJsonAsync<RunList>(
            page.Links.Next, Studio.Json, Studio.Cancellation))!;
        Assert.Equal((1, null), (last.Runs.Count, last.Links.Next));
    }

    [Fact]
    public async Task Times_are_those_of_ISO_8601_in_UTC()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.CreateAsync();
        await studio.UntilAsync(run.Id, "done");

        JsonElement details = await studio.Http.GetFromJsonAsync<JsonElement>(
            $"/api/runs/{run.Id}", Studio.Cancellation);

        JsonElement view = details.GetProperty("run");
        List<DateTimeOffset> times = [];
        foreach (JsonElement time in new[] { "created", "started", "finished" }.Select(view.GetProperty)
            .Concat(details.GetProperty("history").EnumerateArray().Select(entry => entry.GetProperty("at"))))
        {
            Assert.Matches("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$", time.GetString());
            times.Add(DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture));
        }

        Assert.Equal(times[..3].Order(), times[..3]);
        Assert.All(times, time => Assert.InRange(
            TimeProvider.System.GetUtcNow() - time, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(5)));
        string events = await studio.Http.GetStringAsync(run.Links.Events, Studio.Cancellation);
        Assert.Contains($"\"created\":\"{view.GetProperty("created").GetString()}\"", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_that_is_cancelled_before_it_began_has_an_end()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();

        (_, JsonElement answer) = await studio.PostAsync($"/api/runs/{run.Id}/cancel");

        Assert.True(answer.GetProperty("finished").GetDateTimeOffset() >= run.Created);
    }
}
