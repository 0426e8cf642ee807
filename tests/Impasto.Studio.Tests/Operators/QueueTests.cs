using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Studio.Queue;
using Impasto.Studio.QueueViews;
using Impasto.Studio.Runs;
using Impasto.Studio.Tests.Cluster;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Operators;

/// <summary>The queue as operators see and change it.</summary>
public sealed class QueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(3, "first", "3012")]
    [InlineData(0, "first", "0123")]
    [InlineData(2, "up", "0213")]
    [InlineData(0, "up", "0123")]
    [InlineData(1, "down", "0213")]
    [InlineData(3, "down", "0123")]
    [InlineData(0, "last", "1230")]
    [InlineData(0, "place/3", "1203")]
    [InlineData(3, "place/2", "0312")]
    [InlineData(1, "place/99", "0231")]
    public async Task Move_changes_the_order_and_nothing_else(int which, string where, string expected)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        List<Guid> ids = await CreateAsync(studio, 4);

        QueueView answer = await MoveAsync(studio, ids[which], where);

        Assert.Equal(expected, Order(answer, ids));
        Assert.Equal(expected, Order(await QueueAsync(studio), ids));
        // The next one is the first, and a new one the last.
        Assert.Equal(0, (await studio.GetAsync(ids[expected[0] - '0'])).Ahead);
        ids.AddRange(await CreateAsync(studio, 1));
        Assert.Equal($"{expected}4", Order(await QueueAsync(studio), ids));
        Assert.Equal(4, (await studio.GetAsync(ids[4])).Ahead);
    }

    [Fact]
    public async Task Workers_take_runs_in_the_changed_order()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        List<Guid> ids = await CreateAsync(studio, 3);
        await MoveAsync(studio, ids[2], "first");
        await MoveAsync(studio, ids[1], "first");

        List<Guid> done = [];
        while (await studio.Service<RunExecution>().ExecuteNextAsync())
        {
            foreach (Guid id in ids.Except(done))
            {
                if ((await studio.GetAsync(id)).Run.State == "done")
                    done.Add(id);
            }
        }

        Assert.Equal([ids[1], ids[2], ids[0]], done);
    }

    [Fact]
    public async Task Moves_hold_on_a_database_with_many_changes_at_once()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = database.Connection, Limits = new StudioLimits { RunsAtOnce = 0 },
        });
        List<Guid> ids = await CreateAsync(studio, 6);

        await Task.WhenAll(ids.SelectMany(id =>
            (Task[])[MoveAsync(studio, id, "first"), MoveAsync(studio, id, "down"), MoveAsync(studio, id, "last")]));
        await MoveAsync(studio, ids[5], "place/2");

        QueueView queue = await QueueAsync(studio);
        Assert.Equal(ids.Order(), queue.Waiting.Select(run => run.Id).Order());
        Assert.Equal(ids[5], queue.Waiting[1].Id);
    }

    [Fact]
    public async Task Run_that_does_not_wait_has_no_place()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        Guid id = (await studio.CreateAsync()).Id;
        await studio.PostAsync($"/api/runs/{id}/cancel");

        (int status, JsonElement answer) = await studio.PostAsync($"/api/queue/{id}/first");

        Assert.Equal((409, "wrong-state"), (status, answer.GetProperty("code").GetString()));
        Assert.Equal(404, (await studio.PostAsync($"/api/queue/{Guid.NewGuid()}/first")).Status);
        Assert.Equal(404, (await studio.PostAsync($"/api/queue/{id}/place/0")).Status);
    }

    [Fact]
    public async Task Cancel_gives_up_all_that_wait_and_no_other()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        List<Guid> ids = await CreateAsync(studio, 3);
        await studio.PostAsync($"/api/runs/{ids[0]}/pause");
        StudioRun claimed = (await studio.Service<RunClaims>().ClaimAsync("somebody"))!;

        (int status, JsonElement answer) = await studio.PostAsync("/api/queue/cancel");

        Assert.Equal((200, 1), (status, answer.GetProperty("cancelled").GetInt32()));
        Assert.Equal(ids[1], claimed.Id);
        List<string> states = [];
        foreach (Guid id in ids)
            states.Add((await studio.GetAsync(id)).Run.State);
        Assert.Equal(["paused", "running", "cancelled"], states);
    }

    [Fact]
    public async Task Queue_shows_the_worker_its_run_and_the_disk()
    {
        await using Studio studio = await Studio.StartAsync(
            settings => settings with { Heartbeat = TimeSpan.FromMilliseconds(50) });
        Guid id = (await studio.CreateAsync(("steps", "100000"), ("size", "64"))).Id;

        QueueView queue = await UntilAsync(
            studio, queue => queue.Workers is [{ StepsPerSecond: > 0 }] && queue.Running is [{ Progress: not null }]);

        WorkerView worker = queue.Workers[0];
        Assert.Equal(
            (RunExecution.Worker, "cpu", 1, 1), (worker.Name, worker.Device, worker.RunsAtOnce, worker.Running));
        Assert.Matches("^\\d+\\.\\d+", worker.Version);
        Assert.True(worker is { IsAlive: true, SecondsSilent: < 5 });
        RunView run = Assert.Single(queue.Running);
        Assert.Equal((id, worker.Name), (run.Id, run.Worker));
        Assert.True(run.Progress!.StepsPerSecond > 0);
        Assert.Equal(await studio.Service<RunStore>().BytesAsync(), queue.Disk.Used);
        Assert.Equal(studio.Settings.Limits.MaxDiskBytes, queue.Disk.Limit);
        Assert.True(queue.Disk.Free > 0);
        await studio.PostAsync($"/api/runs/{id}/cancel");
    }

    [Fact]
    public async Task Worker_that_ends_is_gone_and_one_that_died_is_shown_as_dead()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using Studio watcher = await Studio.StartAsync(settings => settings with
        {
            Store = database.Connection, Limits = new StudioLimits { RunsAtOnce = 0 },
        });
        await watcher.Service<StudioStore>().Workers.ReportAsync(new("dead:1", "1.0", "cuda:0", 2, 7.5, 20, 0));
        Studio worker = await Studio.StartAsync(settings => settings with
        {
            Store = database.Connection, Heartbeat = TimeSpan.FromSeconds(1),
        });

        QueueView queue = await UntilAsync(
            watcher, queue => queue.Workers is [.., { Name: "dead:1", IsAlive: false }] or [{ IsAlive: false }, ..]);
        Assert.Contains(queue.Workers, one => one.Name == RunExecution.Worker && one.IsAlive);
        await worker.DisposeAsync();
        Assert.Equal("dead:1", Assert.Single((await QueueAsync(watcher)).Workers).Name);
    }

    private static async Task<List<Guid>> CreateAsync(Studio studio, int count)
    {
        List<Guid> ids = [];
        for (int i = 0; i < count; i++)
            ids.Add((await studio.CreateAsync()).Id);
        return ids;
    }

    private static async Task<QueueView> MoveAsync(Studio studio, Guid id, string where)
    {
        using HttpResponseMessage response = await studio.Http.PostAsync(
            $"/api/queue/{id}/{where}", null, Studio.Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<QueueView>(Studio.Json, Studio.Cancellation))!;
    }

    private static async Task<QueueView> QueueAsync(Studio studio) =>
        (await studio.Http.GetFromJsonAsync<QueueView>("/api/queue", Studio.Json, Studio.Cancellation))!;

    private static async Task<QueueView> UntilAsync(Studio studio, Func<QueueView, bool> isSo)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            QueueView queue = await QueueAsync(studio);
            if (isSo(queue))
                return queue;
            Assert.True(
                TimeProvider.System.GetElapsedTime(start) < Patience, JsonSerializer.Serialize(queue, Studio.Json));
            await Task.Delay(50, Studio.Cancellation);
        }
    }

    private static string Order(QueueView queue, List<Guid> ids) =>
        string.Concat(queue.Waiting.Select(run => ids.IndexOf(run.Id)));
}
