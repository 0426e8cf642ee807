using Impasto.Studio.Queue;
using Impasto.Studio.Runs;
using Impasto.Studio.Views;
using Impasto.Studio.Workers;

namespace Impasto.Studio.QueueViews;

/// <summary>Reads the queue from the store.</summary>
internal sealed class QueueReport(StudioStore store, QueueOrder order, StudioSettings settings)
{
    private const int MostListed = 200;

    /// <summary>The queue as it is now.</summary>
    public async Task<QueueView> ReadAsync()
    {
        List<StudioRun> waiting = await order.WaitingAsync(MostListed), running = await order.RunningAsync();
        List<KnownWorker> workers = await store.Workers.ListAsync();
        return new QueueView(
            [.. waiting.Select(RunView.Of)],
            await store.Runs.QueuedAsync(),
            settings.Limits.MaxQueued,
            [.. running.Select(RunView.Of)],
            [.. workers.Select(worker => WorkerView.Of(worker, running.Count(run => run.Worker == worker.Name)))],
            await DiskAsync());
    }

    private async Task<DiskView> DiskAsync()
    {
        long free = store.Blobs.FreeBytes();
        return new DiskView(
            await store.Runs.BytesAsync(), settings.Limits.MaxDiskBytes, free == long.MaxValue ? null : free);
    }
}
