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
internal sealed partial class RunWatch(RunStore runs, StudioSettings settings, ILogger<RunWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private const long NoRevision = -1;

    private readonly Lock _gate = new();
    private readonly List<RunSubscription> _subscriptions = [];
    private readonly SemaphoreSlim _look = new(1);

    // The unfinished runs at the last look, with their revisions.
    private Dictionary<Guid, long>? _known;

    /// <summary>Opens a stream that receives every change from now on; dispose of it when its reader is gone.</summary>
    /// <param name="run">The run whose changes it receives; null for all runs.</param>
    /// <exception cref="StudioProblem">The limit on open streams is reached.</exception>
    public async Task<RunSubscription> SubscribeAsync(Guid? run)
    {
        await _look.WaitAsync();
        try
        {
            _known ??= await runs.ActiveAsync();
            RunSubscription subscription = Add(run);
            // The run may be newer than the last look, and over before the next one, which then reports it.
            if (run is { } one)
                _known.TryAdd(one, NoRevision);
            return subscription;
        }
        finally
        {
            _look.Release();
        }
    }

    /// <summary>Reports that a run was deleted. Runs that are over are not looked for.</summary>
    public void Remove(Guid id)
    {
        RunSubscription[] listeners;
        lock (_gate)
            listeners = [.. _subscriptions];
        Put(listeners, id, RunMessage.Gone(id));
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

    private RunSubscription Add(Guid? run)
    {
        lock (_gate)
        {
            if (_subscriptions.Count >= settings.Limits.MaxStreams)
            {
                throw new StudioProblem(
                    StatusCodes.Status429TooManyRequests,
                    $"{_subscriptions.Count} event streams are open already, which is the limit.");
            }

            var subscription = new RunSubscription(run, Remove);
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
            _known = null;
            return;
        }

        Dictionary<Guid, long> active = await runs.ActiveAsync();
        Dictionary<Guid, long> known = _known ?? active;
        IEnumerable<Guid> changed = active
            .Where(run => known.GetValueOrDefault(run.Key) != run.Value)
            .Select(run => run.Key)
            .Concat(known.Keys.Where(id => !active.ContainsKey(id)));
        foreach (Guid id in changed.Where(id => listeners.Any(listener => listener.Wants(id))).ToArray())
        {
            Put(listeners, id, await runs.FindAsync(id) is { } run ? RunMessage.Of(run) : RunMessage.Gone(id));
        }

        // Not earlier: if the store fails halfway, the next look sends these changes.
        _known = active;
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
