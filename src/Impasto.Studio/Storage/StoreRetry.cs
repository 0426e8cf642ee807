using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Storage;

/// <summary>Tries again what the store must get, until it answers.</summary>
internal sealed partial class StoreRetry(StudioSettings settings, ILogger<StoreRetry> logger) : IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _end = new();

    /// <summary>Does something as often as it takes, with pauses that grow.</summary>
    /// <param name="work">What may be done twice without harm.</param>
    /// <param name="waitsForRoom">True to wait as well until a full disk has room.</param>
    /// <exception cref="System.Data.Common.DbException">
    /// The store is away, and <see cref="GiveUp"/> was called; or its disk is full.
    /// </exception>
    public async Task<T> UntilStoredAsync<T>(Func<Task<T>> work, bool waitsForRoom = false)
    {
        for (TimeSpan pause = ShortestPause; ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await work();
            }
            catch (Exception failure) when (MayPass(failure, waitsForRoom) && !_end.IsCancellationRequested)
            {
                LogAway(logger, failure.Message);
                await PauseAsync(pause);
            }
        }
    }

    /// <summary>Does something as often as it takes, with pauses that grow.</summary>
    /// <param name="work">What may be done twice without harm.</param>
    /// <exception cref="System.Data.Common.DbException">As above.</exception>
    public Task UntilStoredAsync(Func<Task> work) => UntilStoredAsync(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Waits before something else is tried that the store may not answer either.</summary>
    public Task PauseAsync() => PauseAsync(LongestPause);

    /// <summary>Lets everything be tried once more, and no longer.</summary>
    public void GiveUp() => _end.Cancel();

    public void Dispose() => _end.Dispose();

    private async Task PauseAsync(TimeSpan pause) => await Task.Delay(pause, settings.Clock, _end.Token)
        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static bool MayPass(Exception failure, bool waitsForRoom) =>
        StoreTrouble.IsAway(failure) || (waitsForRoom && StoreTrouble.IsDiskFull(failure));

    [LoggerMessage(LogLevel.Warning, "The store does not answer; it is asked again: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);
}
