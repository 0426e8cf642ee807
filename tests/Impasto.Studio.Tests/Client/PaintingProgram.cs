using System;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;

namespace StudioClient;

/// <summary>
/// A program that uses a studio by the client that a generator made. It is compiled with the client, by a test.
/// </summary>
public static class PaintingProgram
{
    /// <summary>Creates a run, waits for its end, and fetches its result.</summary>
    public static async Task<byte[]> PaintAsync(HttpClient http)
    {
        var studio = new StudioApi(http);
        Run created = await studio.CreateRunAsync(Wanted(), idempotency_Key: "client-1", prefer: "wait=120");
        RunDetails details = await studio.GetRunAsync(created.Id);
        // A proxy, or a machine with much to do, may end the waiting early.
        while (details.Run.State is RunState.Queued or RunState.Running)
        {
            await Task.Delay(200);
            details = await studio.GetRunAsync(created.Id);
        }

        if (details.Run.State != RunState.Done)
            throw new InvalidOperationException($"The run is {details.Run.State}: {details.Run.Error}");
        if (!(details.Run.Finished >= created.Created) || details.Curve.Count != 2)
            throw new InvalidOperationException("Times or curve of the run are wrong.");
        // The same request again makes no second run.
        Run same = await studio.CreateRunAsync(Wanted(), idempotency_Key: "client-1");
        RunList all = await studio.ListRunsAsync();
        if (same.Id != created.Id || all.Runs.Count != 1)
            throw new InvalidOperationException("The same request made a second run.");
        using FileResponse result = await studio.GetResultPngAsync(created.Id);
        using var file = new MemoryStream();
        await result.Stream.CopyToAsync(file);
        return file.ToArray();
    }

    /// <summary>Changes the order of two runs that wait, repeats one, and gives all up.</summary>
    /// <returns>The numbers of the runs that waited, in their order.</returns>
    public static async Task<string> ReorderAsync(HttpClient http)
    {
        var studio = new StudioApi(http);
        Run first = await studio.CreateRunAsync(Wanted());
        Run again = await studio.RepeatRunAsync(
            first.Id, new RunChanges { Options = new RunOptions { Strength = 65 } });
        if (again.Options["strength"] != "65")
            throw new InvalidOperationException("The changed option did not arrive.");
        Queue queue = await studio.MoveFirstAsync(again.Id);
        CancelledRuns cancelled = await studio.CancelWaitingAsync();
        return $"{string.Join(' ', System.Linq.Enumerable.Select(queue.Waiting, run => run.Number))}, "
            + $"{cancelled.Cancelled} given up";
    }

    /// <summary>Makes mistakes.</summary>
    /// <returns>The statuses and codes of the answers.</returns>
    public static async Task<string> FailAsync(HttpClient http)
    {
        var studio = new StudioApi(http);
        NewRun wrong = Wanted();
        wrong.Strength = 200;
        return await CodeAsync(() => studio.GetRunAsync(Guid.NewGuid())) + ", "
            + await CodeAsync(() => studio.CreateRunAsync(wrong));
    }

    /// <summary>Asks for the list of runs.</summary>
    /// <returns>The status and code of the refusal; empty if there is none.</returns>
    public static Task<string> ListAsync(HttpClient http) => CodeAsync(() => new StudioApi(http).ListRunsAsync());

    private static async Task<string> CodeAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return "";
        }
        catch (ApiException<Problem> failure)
        {
            return $"{failure.StatusCode} {failure.Result.Code}";
        }
    }

    private static NewRun Wanted() => new()
    {
        Content = "sample:cat.jpg", Style = ["sample:swirls.jpg"], Size = 32, Steps = 2, MinSize = 0,
    };
}
