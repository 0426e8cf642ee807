using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Webhooks;

/// <summary>Sends the messages of runs that are over, those of earlier starts of the studio included.</summary>
internal sealed partial class WebhookService(
    WebhookStore store, WebhookSender sender, StudioSettings settings, ILogger<WebhookService> logger)
    : BackgroundService
{
    // A receiver that is slow must not keep the others from their messages.
    private const int AtOnce = 8;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    // Longer than a try takes. A server that takes a message has it alone for this time; if it dies, another one takes
    // the message afterwards.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(stoppingToken)));

    /// <summary>Sends the message that has been due longest.</summary>
    /// <returns>False if none is due.</returns>
    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    public async Task<bool> SendNextAsync(CancellationToken stopping)
    {
        if (await store.TakeAsync(Lease) is not { } task)
            return false;
        string host = task.Url.Host;
        try
        {
            if (await sender.SendAsync(task, stopping) is not { } refusal)
            {
                await store.SentAsync(task);
                LogSent(logger, task.Run.Id, host, task.Try);
                return true;
            }

            TimeSpan? pause = refusal.MayPass ? Pause(task.Try) : null;
            await store.FailedAsync(task, refusal.Reason, pause);
            string next = pause is null ? "it is given up" : "it is tried again";
            LogFailed(logger, task.Run.Id, host, task.Try, refusal.Reason, next);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await store.ReturnAsync(task);
        }

        return true;
    }

    private TimeSpan? Pause(int tried) =>
        tried <= settings.WebhookPauses.Count ? settings.WebhookPauses[tried - 1] : null;

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await SendNextAsync(stopping))
                    continue;
            }
            catch (Exception trouble)
            {
                // The message is due again when its lease ends, if it did not arrive.
                LogTrouble(logger, trouble.Message);
            }

            await Task.Delay(Period, settings.Clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Information, "Run {Run}: {Host} has its message, at try {Try}")]
    private static partial void LogSent(ILogger logger, Guid run, string host, int @try);

    [LoggerMessage(LogLevel.Warning, "Run {Run}: try {Try} to send its message to {Host} failed, {Next}: {Reason}")]
    private static partial void LogFailed(
        ILogger logger, Guid run, string host, int @try, string reason, string next);

    [LoggerMessage(LogLevel.Warning, "No message could be sent: {Reason}")]
    private static partial void LogTrouble(ILogger logger, string reason);
}
