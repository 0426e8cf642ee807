using System.Collections.Concurrent;
using System.Globalization;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Jobs;
using Impasto.Storage;
using Spectre.Console;

namespace Impasto.Cli.Queue;

/// <summary>
/// Makes many pictures: continues after failures, skips pictures that exist, and finishes pictures that were begun.
/// </summary>
/// <param name="terminal">The program's surroundings.</param>
/// <param name="options">Folder, number of jobs, verbosity.</param>
internal sealed class PictureQueue(Terminal terminal, QueueOptions options)
{
    private readonly Lock _gate = new();
    private readonly SharedPictures _pictures = new(terminal);
    private readonly HashSet<string> _complaints = new(StringComparer.Ordinal);
    private readonly HashSet<string> _notes = new(StringComparer.Ordinal);
    private InputFiles _inputs = new([]);
    private int _ended;

    /// <summary>True if a file beside the pictures, such as the manifest, could not be written.</summary>
    public bool HasProblems => _complaints.Count > 0;

    /// <summary>Makes the pictures; the results are in the order of the requests.</summary>
    /// <param name="requests">The pictures; network, device and memory are the same for all.</param>
    /// <param name="cancellation">Ends all runs after their current step and keeps their states.</param>
    public async Task<IReadOnlyList<QueueResult>> RunAsync(
        IReadOnlyList<StylizeRequest> requests, CancellationToken cancellation)
    {
        if (requests.Count == 0)
            return [];
        AtomicFile.MakeFolder(options.Folder);
        using StylizerPool stylizers = requests[0].CreatePool(terminal, options.Jobs, options.StyleCacheFolder);
        // A missing network is reported once, not for every picture.
        stylizers.Network(requests[0].Deepest);
        QueueManifest manifest = new(options.Folder);
        _inputs = new InputFiles(requests.SelectMany(request => request.Inputs));
        var results = new QueueResult[requests.Count];
        var left = new ConcurrentQueue<int>(Enumerable.Range(0, requests.Count));
        await Task.WhenAll(Enumerable.Range(0, Math.Min(options.Jobs, requests.Count)).Select(_ => Task.Run(
            async () =>
            {
                while (left.TryDequeue(out int index))
                {
                    results[index] = await MakeAsync(requests[index], stylizers, manifest, cancellation);
                    Report(results[index], requests.Count);
                }
            },
            CancellationToken.None)));
        return results;
    }

    private async Task<QueueResult> MakeAsync(
        StylizeRequest request, StylizerPool stylizers, QueueManifest manifest, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return new QueueResult(request.Output, QueueState.Cancelled, null, null);
        try
        {
            _inputs.RequireApart(("--output", request.Output));
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(request.Output))!);
            RunRecord record = await _pictures.CompleteAsync(request.Record, request.Limits, cancellation);
            string sha256 = stylizers.Network(request.Deepest).Network.Sha256;
            string key = (record with { Network = record.Network with { Sha256 = sha256 } }).Key;
            if (!request.Force && manifest.Find(request.Output, key) is { } known)
                return new QueueResult(request.Output, QueueState.Skipped, known, null);
            // Two files with the same bytes have the same key, but not the same output.
            string name = $".impasto-{key[..24]}-{PairName.Hash(Path.GetFileName(request.Output))}.checkpoint";
            string checkpoint = Path.Combine(options.Folder, name);
            StylizeCheckpoint? begun = Begun(checkpoint);
            StylizeRequest own = request with
            {
                Force = request.Force || begun is not null,
                Keep = request.Keep with { Path = checkpoint },
                From = begun,
            };
            QueueResult result = await PaintAsync(own, stylizers, cancellation);
            if (result.Figures is { } figures)
            {
                Try($"'{Path.Combine(options.Folder, QueueManifest.Name)}' is incomplete",
                    () => manifest.Add(request.Output, key, figures));
                Try($"'{checkpoint}' is not needed any more, and can't be removed", () => File.Delete(checkpoint));
            }

            return result;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new QueueResult(request.Output, QueueState.Cancelled, null, null);
        }
        catch (Exception failure) when (failure is ImpastoException or WrongCallException or IOException
            or UnauthorizedAccessException)
        {
            return new QueueResult(request.Output, QueueState.Failed, null, Advice.Of(failure));
        }
    }

    /// <summary>Does work on a file beside the pictures; its first failure is reported, and the others go on.</summary>
    public void Try(string problem, Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (failure is ImpastoException or IOException or UnauthorizedAccessException)
        {
            Complain(problem, failure.Reason());
        }
    }

    private void Complain(string problem, string reason)
    {
        lock (_gate)
        {
            if (_complaints.Add(problem))
                terminal.Error.WriteLine($"{problem}: {reason}; the other pictures are made.");
        }
    }

    // The file's name contains the picture's key: the checkpoint belongs to this picture, or it is damaged.
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

    private async Task<QueueResult> PaintAsync(
        StylizeRequest request, StylizerPool stylizers, CancellationToken cancellation)
    {
        PaintingJob job = request.CreateJob(
            terminal, stylizers, result => result.Outcome != StylizeOutcome.Cancelled, _pictures);
        using PreparedPainting painting = await job.PrepareAsync(cancellation);
        var watch = new CheckpointWatch(reason => Complain("The states of pictures are not saved", reason));
        PaintingResult made = await painting.RunAsync(watch, cancellation: cancellation);
        StylizeResult result = made.Result;
        if (result.Outcome == StylizeOutcome.Cancelled)
            return new QueueResult(request.Output, QueueState.Cancelled, null, result.CheckpointProblem);
        if (made.Failure is { } failure)
            return new QueueResult(request.Output, QueueState.Failed, null, Advice.Of(failure));
        string? problem = result.Outcome == StylizeOutcome.Diverged
            ? "The run diverged: the last good picture was kept."
            : null;
        QueueState state = problem is null ? QueueState.Done : QueueState.Failed;
        return new QueueResult(request.Output, state, QueueFigures.Of(result), problem) { Notes = result.Notes };
    }

    private void Report(QueueResult result, int count)
    {
        string how = result.State switch
        {
            QueueState.Done => string.Create(
                CultureInfo.InvariantCulture,
                $"done in {result.Figures!.Seconds:0.0} s, loss {result.Figures.Loss:0.0000}"),
            QueueState.Skipped => "exists already",
            QueueState.Failed => result.Problem!,
            _ => "cancelled",
        };
        lock (_gate)
        {
            _ended++;
            if (options.Quiet || result.State == QueueState.Cancelled)
                return;
            terminal.Out.WriteLine($"{_ended} of {count}  {Path.GetFileName(result.Output)}  {how}");
            // A painting or a mask has the same note for every photograph.
            foreach (string note in result.Notes.Where(_notes.Add))
                terminal.Out.WriteLine($"Note     {note}");
        }
    }
}
