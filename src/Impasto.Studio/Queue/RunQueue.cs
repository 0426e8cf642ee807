namespace Impasto.Studio.Queue;

/// <summary>Wakes the workers of this process when a run waits.</summary>
/// <remarks>
/// The runs that wait are in the store, where workers claim them. This only saves waiting: without it a worker looks
/// once a second.
/// </remarks>
internal sealed class RunQueue(TimeProvider clock)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the workers of this process look for a run now.</summary>
    public void Wake() => Interlocked.Exchange(
        ref _news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>A task that ends with the next <see cref="Wake"/>. Take it before looking for a run.</summary>
    public Task NextNews() => Volatile.Read(ref _news).Task;

    /// <summary>Waits until it is worth looking for a run again.</summary>
    /// <param name="news">What <see cref="NextNews"/> gave.</param>
    /// <param name="stopping">Ends the waiting with an <see cref="OperationCanceledException"/>.</param>
    public async Task WaitAsync(Task news, CancellationToken stopping) =>
        await Task.WhenAny(news, Task.Delay(Period, clock, stopping)).Unwrap();
}
