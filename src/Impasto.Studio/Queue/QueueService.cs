using System.Data.Common;
using Impasto.Studio.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Queue;

/// <summary>
/// The workers of this process. They end cleanly with it: steps are finished, checkpoints kept, runs wait again.
/// </summary>
internal sealed partial class QueueService(
    RunQueue queue,
    WorkerPresence presence,
    StudioStore store,
    RunExecution execution,
    StudioSettings settings,
    IHostApplicationLifetime life,
    ILogger<QueueService> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _end = new();
    private Task[] _workers = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.PrepareAsync();
        await presence.BeginAsync();
        // Nobody else works on a folder, so no worker has the runs that are marked as running.
        foreach (RunClaim claim in settings.Store is null ? await store.Claims.AllAsync() : [])
            await store.Claims.EndAsync(claim);
        // Not earlier: a studio that can't listen on its port must not begin a run.
        life.ApplicationStarted.Register(StartWorkers);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _end.CancelAsync();
        await execution.EndAsync();
        await Task.WhenAll(_workers);
        try
        {
            await presence.EndAsync();
        }
        catch (DbException failure)
        {
            // It will be shown for a day as one that gives no sign of life.
            LogTrouble(logger, failure.Message);
        }
    }

    public void Dispose() => _end.Dispose();

    private void StartWorkers() =>
        _workers = [.. Enumerable.Range(0, settings.Limits.RunsAtOnce).Select(_ => Task.Run(WorkAsync))];

    private async Task WorkAsync()
    {
        TimeSpan pause = ShortestPause;
        while (!_end.IsCancellationRequested)
        {
            Task news = queue.NextNews();
            try
            {
                if (!await execution.ExecuteNextAsync())
                    await queue.WaitAsync(news, _end.Token);
                pause = ShortestPause;
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it was, the runs that wait must not wait for ever.
                LogTrouble(logger, failure.Message);
                await Task.Delay(pause, settings.Clock, CancellationToken.None);
                pause = pause < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The store could not be used: {Reason}")]
    private static partial void LogTrouble(ILogger logger, string reason);
}
