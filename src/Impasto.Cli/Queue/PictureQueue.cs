using System.Collections.Concurrent;
using System.Globalization;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Spectre.Console;

namespace Impasto.Cli.Queue;

/// <summary>Makes many pictures with one network: goes on past those that can't be made, skips those that are there, finishes those that were begun.</summary>
/// <param name="terminal">The world.</param>
/// <param name="options">Folder, jobs, what is told.</param>
internal sealed class PictureQueue(Terminal terminal, QueueOptions options)
{
    private readonly Lock _gate = new();
    private readonly QueueKeys _keys = new();
    private int _ended;

    /// <summary>Makes the pictures; the results are in the order of the requests.</summary>
    /// <param name="requests">All with the same network, device and memory.</param>
    /// <param name="cancellation">Ends all runs after their current step, their states kept.</param>
    public async Task<IReadOnlyList<QueueResult>> RunAsync(IReadOnlyList<StylizeRequest> requests, CancellationToken cancellation)
    {
        MakeFolder();
        LoadedNetwork network = requests[0].LoadNetwork(terminal);
        var manifest = new QueueManifest(options.Folder);
        var results = new QueueResult[requests.Count];
        var left = new ConcurrentQueue<int>(Enumerable.Range(0, requests.Count));
        // Each worker has an engine of its own, and its part of threads and memory.
        await Task.WhenAll(Enumerable.Range(0, Math.Min(options.Jobs, requests.Count)).Select(_ => Task.Run(
            async () =>
            {
                using Stylizer stylizer = Open(requests[0], network);
                while (left.TryDequeue(out int index))
                {
                    results[index] = await MakeAsync(requests[index], stylizer, network.Network, manifest, cancellation);
                    Tell(results[index], requests.Count);
                }
            },
            CancellationToken.None)));
        return results;
    }

    private void MakeFolder()
    {
        try
        {
            Directory.CreateDirectory(options.Folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"The folder '{options.Folder}' can't be made: {failure.Reason()}.", failure);
        }
    }

    private Stylizer Open(StylizeRequest request, LoadedNetwork network)
    {
        int threads = request.Threads > 0 || options.Jobs == 1 ? request.Threads : Math.Max(1, Environment.ProcessorCount / options.Jobs);
        long? memory = options.Jobs == 1 ? request.Memory : (request.Memory ?? Stylizer.FreeMemory) / options.Jobs;
        return new Stylizer(network.Network, Devices.Open(request.Device, threads), terminal.Clock) { MemoryLimit = memory, StyleCacheFolder = options.StyleCacheFolder };
    }

    private async Task<QueueResult> MakeAsync(
        StylizeRequest request, Stylizer stylizer, Network network, QueueManifest manifest, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return new QueueResult(request.Output, QueueState.Cancelled, null, null);
        try
        {
            string key = _keys.Of(request, network.Sha256);
            if (!request.Writing.Force && manifest.Find(request.Output, key) is { } there)
                return new QueueResult(request.Output, QueueState.Skipped, there, null);
            string checkpoint = Path.Combine(options.Folder, $".impasto-{key[..32]}.checkpoint");
            return await MakeAsync(
                request with { Keep = request.Keep with { Path = checkpoint }, From = Begun(checkpoint) }, (stylizer, network), (manifest, key), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new QueueResult(request.Output, QueueState.Cancelled, null, null);
        }
        catch (Exception failure) when (failure is ImpastoException or WrongCallException or IOException or UnauthorizedAccessException)
        {
            return new QueueResult(request.Output, QueueState.Failed, null, Advice.Of(failure));
        }
    }

    // Its name is the picture's key: what lies there is of this very picture, or damaged.
    private static StylizeCheckpoint? Begun(string path)
    {
        try
        {
            return File.Exists(path) ? StylizeCheckpoint.Open(path) : null;
        }
        catch (ImpastoException)
        {
            return null;
        }
    }

    private async Task<QueueResult> MakeAsync(
        StylizeRequest request, (Stylizer Stylizer, Network Network) with, (QueueManifest Manifest, string Key) done, CancellationToken cancellation)
    {
        var writing = new PictureWriteOptions { Depth = request.Writing.Depth, Quality = request.Writing.Quality, Overwrite = request.Writing.Force || request.From is not null };
        PictureWriter.Check(request.Output, writing);
        var inputs = await StylizeInputs.ReadAsync(terminal, request, cancellation);
        StylizeProgress? last = null;
        StylizeResult result = with.Stylizer.Run(inputs.TaskOf(request, with.Network), new LastStep(step => last = step), cancellation);
        if (result.Outcome == StylizeOutcome.Cancelled)
            return new QueueResult(request.Output, QueueState.Cancelled, null, result.CheckpointProblem);
        ResultFile.Write(result.Picture, request.Output, writing with { Parameters = RunRecord.Write(request, with.Network.Sha256, result.Engine) });
        var figures = new QueueFigures(
            result.Losses.Count, last?.Loss.Total ?? 0, last?.Loss.Parts.ToDictionary(part => part.Name, part => part.Weighted) ?? [], Math.Round(result.Seconds, 2));
        done.Manifest.Add(request.Output, done.Key, figures);
        File.Delete(request.Keep.Path!);
        string? problem = result.Outcome == StylizeOutcome.Diverged ? "The loss was no longer a finite number: the last good picture was kept." : null;
        return new QueueResult(request.Output, problem is null ? QueueState.Done : QueueState.Failed, figures, problem);
    }

    private void Tell(QueueResult result, int count)
    {
        string how = result.State switch
        {
            QueueState.Done => string.Create(CultureInfo.InvariantCulture, $"done in {result.Figures!.Seconds:0.0} s, loss {result.Figures.Loss:0.0000}"),
            QueueState.Skipped => "there already",
            QueueState.Failed => result.Problem!,
            _ => "cancelled",
        };
        lock (_gate)
        {
            _ended++;
            if (!options.Quiet && result.State != QueueState.Cancelled)
                terminal.Out.WriteLine($"{_ended} of {count}  {Path.GetFileName(result.Output)}  {how}");
        }
    }

    private sealed class LastStep(Action<StylizeProgress> hear) : IProgress<StylizeProgress>
    {
        public void Report(StylizeProgress value) => hear(value);
    }
}
