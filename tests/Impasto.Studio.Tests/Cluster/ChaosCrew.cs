using System.Collections.Concurrent;

namespace Impasto.Studio.Tests.Cluster;

/// <summary>Three workers that are killed, stopped and cut from the database at random.</summary>
internal sealed class ChaosCrew : IAsyncDisposable
{
    // Three heartbeats of 1 s without a sign, the look that finds them, and what a busy machine adds.
    private const int EffectMs = 15_000;

    private readonly string _folder;
    private readonly Random _random;
    private readonly DatabaseLine[] _lines;
    private readonly WorkerProcess[] _workers;
    private readonly ConcurrentBag<(string Worker, long From, long Until)> _disturbances = [];
    private readonly CancellationTokenSource _end = new();
    private int _started;

    public ChaosCrew(string database, string folder, int seed)
    {
        _folder = folder;
        _random = new Random(seed);
        _lines = [.. Enumerable.Range(0, 3).Select(_ => new DatabaseLine(database))];
        _workers = [.. _lines.Select(Start)];
    }

    /// <summary>How often each kind of disturbance happened.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal)
    {
        ["workers killed"] = 0, ["workers stopped, then continued"] = 0, ["workers cut from the database"] = 0,
        ["outages of the database for all workers"] = 0,
        ["workers started again after a start without the database"] = 0,
    };

    public string Log => string.Join("\n---\n", _workers.Select(worker => worker.Log));

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Disturbs one worker after the other, until <see cref="EndAsync"/>.</summary>
    public async Task DisturbAsync(CancellationToken cancellation)
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                await PauseAsync(0.1, 1.2, cancellation);
                await OnceAsync(_random.Next(_workers.Length), cancellation);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Enough.
        }
    }

    public Task EndAsync() => _end.CancelAsync();

    /// <summary>Starts the workers again that were killed, or that ended since they found no database.</summary>
    public void StartMissing()
    {
        for (int index = 0; index < _workers.Length; index++)
            StartIfMissing(index);
    }

    /// <summary>True if a disturbance of a worker explains that it lost a run at some time.</summary>
    public bool WasDisturbed(string worker, long at) => _disturbances.Any(disturbance =>
        worker.EndsWith($":{disturbance.Worker}", StringComparison.Ordinal)
        && at >= disturbance.From && at <= disturbance.Until + EffectMs);

    public async ValueTask DisposeAsync()
    {
        foreach (WorkerProcess worker in _workers)
            worker.Dispose();
        foreach (DatabaseLine line in _lines)
            await line.DisposeAsync();
        _end.Dispose();
    }

    private async Task OnceAsync(int index, CancellationToken cancellation)
    {
        // A worker that starts while the database is away says so and ends.
        if (StartIfMissing(index))
            Counts["workers started again after a start without the database"]++;

        long from = Now;
        string name = $"{_workers[index].Id}";
        switch (_random.Next(10))
        {
            case < 3:
                Counts["workers killed"]++;
                _workers[index].Kill();
                _disturbances.Add((name, from, long.MaxValue / 2));
                await PauseAsync(0, 1, cancellation);
                _workers[index] = Start(_lines[index]);
                return;
            case < 6:
                Counts["workers stopped, then continued"]++;
                _workers[index].Stop();
                await DuringAsync([name], from, _workers[index].Continue, cancellation);
                return;
            case < 9:
                Counts["workers cut from the database"]++;
                _lines[index].Cut();
                await DuringAsync([name], from, _lines[index].Mend, cancellation);
                return;
            default:
                Counts["outages of the database for all workers"]++;
                Array.ForEach(_lines, line => line.Cut());
                string[] all = [.. _workers.Select(worker => $"{worker.Id}")];
                await DuringAsync(all, from, () => Array.ForEach(_lines, line => line.Mend()), cancellation);
                return;
        }
    }

    private bool StartIfMissing(int index)
    {
        if (!_workers[index].HasExited)
            return false;
        _workers[index].Dispose();
        _workers[index] = Start(_lines[index]);
        return true;
    }

    // Half of the disturbances are too short for anybody to notice.
    private async Task DuringAsync(string[] workers, long from, Action end, CancellationToken cancellation)
    {
        try
        {
            await PauseAsync(0.2, _random.Next(2) == 0 ? 1.5 : 7, cancellation);
        }
        finally
        {
            end();
            foreach (string worker in workers)
                _disturbances.Add((worker, from, Now));
        }
    }

    private async Task PauseAsync(double least, double most, CancellationToken cancellation)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        await Task.Delay(TimeSpan.FromSeconds(least + (_random.NextDouble() * (most - least))), both.Token);
    }

    private WorkerProcess Start(DatabaseLine line) =>
        WorkerProcess.Start(line.Connection, Path.Combine(_folder, $"worker{_started++}"));
}
