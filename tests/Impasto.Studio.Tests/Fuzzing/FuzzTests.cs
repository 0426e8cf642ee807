using System.Diagnostics;
using System.Globalization;
using Impasto.Studio.Answers;
using Impasto.Studio.Lists;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Tests.Cluster;
using Impasto.Studio.Views;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Fuzzing;

/// <summary>
/// Requests made and changed at random get an answer within 10 s, which is no 500 and not called unexpected.
/// </summary>
/// <remarks>
/// The long form takes its size, its seed and a file for its report from the environment:
/// IMPASTO_FUZZ_REQUESTS=100000 IMPASTO_FUZZ_SEED=1 IMPASTO_FUZZ_LOG=fuzz.md
/// dotnet test --project tests/Impasto.Studio.Tests --filter-class '*FuzzTests'
/// </remarks>
public sealed class FuzzTests
{
    private const int UsualRequests = 600;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Random_request_is_answered_in_time_and_with_sense(bool usesPostgres)
    {
        int count = Fuzzer.Number("REQUESTS") ?? UsualRequests, seed = Fuzzer.Number("SEED") ?? 1;
        await using PostgresDatabase? database = usesPostgres ? await PostgresDatabase.CreateAsync() : null;
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = database?.Connection,
            Limits = new StudioLimits { RunsAtOnce = 0, MaxUploadBytes = 200_000, MaxPixels = 100_000 },
        });
        RunView waiting = await studio.CreateAsync(), paused = await studio.CreateAsync();
        await studio.Service<RunStore>().MoveAsync(paused.Id, RunStatus.Paused, RunStatus.Queued);
        var requests = new RequestGenerator(seed, [waiting.Id, paused.Id]);
        SortedDictionary<int, int> answers = [];
        List<string> problems = [];
        double slowest = 0;
        var gate = new Lock();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Studio.Cancellation };
        await Parallel.ForEachAsync(requests.Next(count), parallel, async (request, cancellation) =>
        {
            if (request.Number % 500 == 499)
                await ClearAsync(studio, waiting.Id, paused.Id);
            long start = Stopwatch.GetTimestamp();
            RawAnswer answer = await RawAnswer.AskAsync(studio.Server.Address, request.Bytes, cancellation);
            double took = Stopwatch.GetElapsedTime(start).TotalSeconds;
            lock (gate)
            {
                slowest = Math.Max(slowest, took);
                answers[answer.Status] = answers.GetValueOrDefault(answer.Status) + 1;
                if (answer.Problem is { } problem)
                    problems.Add($"Request {request.Number}: {problem}\n{RequestGenerator.Show(request.Bytes)}");
            }
        });

        if (Environment.GetEnvironmentVariable("IMPASTO_FUZZ_LOG") is { Length: > 0 } file)
        {
            string counts = string.Join(", ", answers.Select(answer => $"{answer.Key}: {answer.Value}"));
            string line = string.Create(
                CultureInfo.InvariantCulture,
                $"PostgreSQL: {usesPostgres}; seed {seed}, {count} requests, {problems.Count} problems, slowest "
                + $"{slowest:0.00} s; answers by status (0: closed without one) {counts}\n");
            await File.AppendAllTextAsync(file, line + string.Join('\n', problems), Studio.Cancellation);
        }

        Assert.Empty(problems);
    }

    // Requests that are valid by chance create runs.
    private static async Task ClearAsync(Studio studio, params Guid[] kept)
    {
        foreach (StudioRun run in await studio.Service<RunLists>().PageAsync(new RunFilter(), null, 1000))
        {
            if (kept.Contains(run.Id))
                continue;
            try
            {
                await studio.Service<RunControl>().DeleteAsync(run.Id);
            }
            catch (StudioProblem)
            {
                // Another request, or another clearing, was quicker.
            }
        }
    }
}
