using Impasto.Studio.Answers;
using Impasto.Studio.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Events;

/// <summary>Watches the store for changes, whoever made them, and passes them to every open event stream.</summary>
/// <remarks>
/// One query serves all streams, and there is none while no stream is open. A stream that is read slowly gets only the
/// newest state of every run and misses those in between.
/// </remarks>
internal sealed partial class RunWatch(
    RunStore runs, RunFeed feed, StudioSettings settings, ILogger<RunWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly List<RunSubscription> _subscriptions = [];
    private readonly SemaphoreSlim _look = new(1);

    private RunLook? _last;

    /// <summary>Opens a stream that receives every change from now on; dispose of it when its reader is gone.</summary>
    /// <param name="run">The run whose changes it receives; null for all runs.</param>
    /// <exception cref="StudioProblem">The limit on open streams is reached.</exception>
    public async Task<RunSubscription> SubscribeAsync(Guid? run)
    {
        await _look.WaitAsync();
        try
        {
            _last ??= await feed.LookAsync();
            return Add(run, _last.Next);
        }
        finally
        {
            _look.Release();
        }
    }

    /// <summary>The runs to which something has happened since a place, as far as anybody can still see it.</summary>
    /// <param name="place">The place of an event that a stream of all runs has received.</param>
    public async Task<IReadOnlyList<Guid>> MissedAsync(long place) => [.. (await feed.LookAsync(place)).Runs.Keys];

    /// <summary>Passes a stream the states of some runs again.</summary>
    /// <param name="subscription">The stream.</param>
    /// <param name="ids">The runs.</param>
    /// <param name="place">The place from which they come again.</param>
    public async Task RepeatAsync(RunSubscription subscription, IEnumerable<Guid> ids, long place)
    {
        // A look in between could pass an older state after this one.
        await _look.WaitAsync();
        try
        {
            foreach (Guid id in ids)
                subscription.Put(id, await MessageAsync(id, place));
        }
        finally
        {
            _look.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, settings.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryLookAsync();
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    public override void Dispose()
    {
        _look.Dispose();
        base.Dispose();
    }

    private RunSubscription Add(Guid? run, long start)
    {
        lock (_gate)
        {
            if (_subscriptions.Count >= settings.Limits.MaxStreams)
            {
                throw new StudioProblem(
                    StatusCodes.Status429TooManyRequests,
                    $"{_subscriptions.Count} event streams are open already, which is the limit.");
            }

            var subscription = new RunSubscription(run, Remove) { Start = start };
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    private async Task TryLookAsync()
    {
        await _look.WaitAsync();
        try
        {
            await LookAsync();
        }
        catch (Exception failure)
        {
            LogBlind(logger, failure.Message);
        }
        finally
        {
            _look.Release();
        }
    }

    private async Task LookAsync()
    {
        RunSubscription[] listeners;
        lock (_gate)
            listeners = [.. _subscriptions];
        if (listeners.Length == 0)
        {
            _last = null;
            return;
        }

        RunLook last = _last ?? await feed.LookAsync();
        RunLook look = await feed.LookAsync(last.Next);
        // A worker of an earlier version notes no number for the end of its run.
        Guid[] changed =
        [
            .. look.Runs.Where(run => !last.Runs.TryGetValue(run.Key, out long before) || before != run.Value)
                .Select(run => run.Key)
                .Concat(last.Active.Where(id => !look.Runs.ContainsKey(id)))
                .Where(id => Array.Exists(listeners, listener => listener.Wants(id))),
        ];
        foreach (Guid id in changed)
            Put(listeners, id, await MessageAsync(id, last.Next));
        // Not earlier: if the store fails halfway, the next look sends these changes.
        _last = look;
    }

    private async Task<RunMessage> MessageAsync(Guid id, long place)
    {
        RunMessage message = await runs.FindAsync(id) is { } run ? RunMessage.Of(run) : RunMessage.Gone(id);
        return message with { Place = place };
    }

    private static void Put(RunSubscription[] listeners, Guid id, RunMessage message)
    {
        foreach (RunSubscription listener in listeners.Where(listener => listener.Wants(id)))
            listener.Put(id, message);
    }

    private void Remove(RunSubscription subscription)
    {
        lock (_gate)
            _subscriptions.Remove(subscription);
    }

    [LoggerMessage(LogLevel.Warning, "The store could not be read: {Reason}")]
    private static partial void LogBlind(ILogger logger, string reason);
}
