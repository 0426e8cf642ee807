using System.Text.Json.Nodes;
using Impasto.Cli.Reporting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Storage;
using Spectre.Console;

namespace Impasto.Cli.Painting;

/// <summary>Runs a request, from the checks to the last printed line.</summary>
/// <param name="terminal">The program's surroundings.</param>
/// <param name="request">The request.</param>
internal sealed class StylizeJob(Terminal terminal, StylizeRequest request)
{
    private readonly IAnsiConsole _console = request.Report.Json || request.IsPiped ? terminal.Error : terminal.Out;

    private StylizeOptions Options => request.Record.Options;

    /// <summary>Checks the call and its files; computes nothing.</summary>
    /// <exception cref="WrongCallException">Two words contradict each other.</exception>
    /// <exception cref="ImpastoException">A file can't be written.</exception>
    public void Check()
    {
        if (!request.IsPiped)
            WrongCallException.Check(() => PictureWriter.CheckOptions(request.Output, request.Writing));
        CheckDistinct();
        CheckStandardInput();
        CheckTargets();
    }

    /// <summary>Checks the request and runs it.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(CancellationToken cancellation)
    {
        Check();
        return RunCheckedAsync(cancellation);
    }

    /// <summary>Runs the request after <see cref="Check"/>.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunCheckedAsync(CancellationToken cancellation)
    {
        using StylizerPool stylizers = request.CreatePool(terminal);
        using PreparedPainting painting = await request.CreateJob(terminal, stylizers).PrepareAsync(cancellation);
        if (request.Report.Level > Verbosity.Quiet)
            Introduction.Show(_console, request, painting);

        var run = new ReportedRun(painting.Size, painting.Plan.Scales.Sum(scale => scale.Steps))
        {
            After = request.From?.Step ?? 0,
            Force = request.Force,
            MayContinue = request.Keep.Path is not null,
        };
        using var reports = new ProgressReports(_console, terminal.Error, request.Report, run);
        PaintingResult made = await painting.RunAsync(reports, reports.WantsPicture, cancellation);
        reports.EndSteps();
        StylizeResult result = made.Result;
        if (made.Failure is { } failure)
            reports.Complain(Advice.Of(failure));
        reports.Try(() => DrawFigure(painting, result));
        bool keepFrames = run.MayContinue && result.Outcome != StylizeOutcome.Completed;
        reports.Try(() => reports.Video?.Finish(result.Picture, terminal.Environment, keepFrames));
        EndCheckpoint(made, reports);
        return Conclude(made, painting, reports);
    }

    private void CheckDistinct()
    {
        (string Option, string? Path)[] targets =
        [
            ("--output", request.Output),
            ("--figure", request.Report.Figure),
            ("--trace", request.Report.Trace),
            ("--video", request.Report.Video),
            ("--checkpoint", request.Keep.Path),
        ];
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets[i].Path is { } path && !seen.TryAdd(Path.GetFullPath(path), i))
            {
                (string option, string? before) = targets[seen[Path.GetFullPath(path)]];
                throw new WrongCallException(
                    $"{option} and {targets[i].Option}: expected different files, got '{before}' for both.");
            }
        }

        string? frames = request.Report.Video is { } video ? TimeLapse.FramesPath(video) : null;
        new InputFiles(request.Inputs).RequireApart([.. targets, ("--video", frames)]);
    }

    private void CheckStandardInput()
    {
        int count = 0;
        request.Record.WithPictures(picture =>
        {
            count += picture.Name == "-" ? 1 : 0;
            return picture;
        });
        if (count > 1)
            throw new WrongCallException("Standard input (-) can be read only once.");
    }

    // Finds files that can't be written before the run starts.
    private void CheckTargets()
    {
        if (!request.IsPiped)
            PictureWriter.Check(request.Output, request.Writing);
        if (request.Report.Figure is { } figure)
        {
            PictureWriteOptions writing = request.Writing with { Depth = null };
            WrongCallException.Check(() => PictureWriter.CheckOptions(figure, writing));
            PictureWriter.Check(figure, writing);
        }

        if (request.Report.Video is { } video)
            VideoFile.Check(video, request.Force, terminal.Environment);
        if (request.Report.Trace is { } trace)
            AtomicFile.Check(trace, request.Force);
        if (request.Report.Frames is { } frames)
            FrameFolder.Check(frames, request.Force, request.Inputs);
        if (request.Keep.Path is { } checkpoint)
            CheckCheckpoint(checkpoint);
    }

    private void CheckCheckpoint(string path)
    {
        bool isOwn = request.From is { } from && Path.GetFullPath(from.Path) == Path.GetFullPath(path);
        if (!isOwn && !request.Force && AtomicFile.IsTaken(path))
        {
            throw new ImpastoException(
                $"'{path}' exists already: continue from it with 'impasto resume {path}', or replace it with --force.");
        }

        AtomicFile.Check(path, overwrite: true);
    }

    private void DrawFigure(PreparedPainting painting, StylizeResult result)
    {
        if (request.Report.Figure is { } figure)
            Figure.Write(figure, painting, result, request.Force);
    }

    // A complete, written picture needs no state any more.
    private void EndCheckpoint(PaintingResult made, ProgressReports reports)
    {
        if (made.Result.Outcome != StylizeOutcome.Completed)
        {
            if (made.Result.CheckpointProblem is { } problem)
                reports.Complain($"The run's state was not saved: {problem}");
            return;
        }

        if (!made.IsWritten)
            return;
        try
        {
            foreach (string path in new[] { request.Keep.Path, request.From?.Path }.OfType<string>())
                AtomicFile.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            reports.Complain(
                $"'{request.Keep.Path}' is not needed any more, and can't be removed: {failure.Reason()}.");
        }
    }

    private int Conclude(PaintingResult made, PreparedPainting painting, ProgressReports reports)
    {
        StylizeResult result = made.Result;
        if (request.Report.Level > Verbosity.Quiet)
        {
            foreach (string note in result.Notes.Except(painting.Notes))
                _console.WriteLine($"Note     {note}");
            if (made.IsWritten)
            {
                int steps = result.Losses.Count;
                string place = request.IsPiped ? "standard output" : request.Output;
                _console.WriteLine($"Result   {place}, {result.Picture.Width} x {result.Picture.Height}, "
                    + $"{steps} {(steps == 1 ? "step" : "steps")} in {result.Seconds:0.0} s on {result.Engine}");
            }
        }

        ReportEnd(made, painting.Size);
        if (request.Report.Json && made.IsWritten)
            terminal.Data.WriteLine(Summary(result, painting));
        return result.Outcome switch
        {
            StylizeOutcome.Completed => reports.HasProblems ? ExitCode.Failure : ExitCode.Success,
            StylizeOutcome.Cancelled => ExitCode.Cancelled,
            _ => ExitCode.Failure,
        };
    }

    private void ReportEnd(PaintingResult made, PictureSize whole)
    {
        StylizeResult result = made.Result;
        PictureSize size = result.Picture.Size;
        string small = size == whole ? "" : $", at {size} of {whole} pixels";
        string kept = made.IsWritten ? $": the picture so far was kept{small}" : "";
        if (result.Outcome == StylizeOutcome.Diverged)
        {
            terminal.Error.WriteLine(
                $"The run diverged after step {result.Losses.Count}: the last good picture was "
                + $"kept{small}; try a smaller --learning-rate, or smaller weights.");
        }
        else if (result.Outcome == StylizeOutcome.Cancelled)
        {
            string next = request.Keep.Path is { } checkpoint && result.CheckpointProblem is null
                ? $"; continue with 'impasto resume {checkpoint}'"
                : "";
            terminal.Error.WriteLine($"Cancelled after step {result.Losses.Count}{kept}{next}.");
        }
    }

    private string Summary(StylizeResult result, PreparedPainting painting) => new JsonObject
    {
        ["output"] = Path.GetFullPath(request.Output),
        ["outcome"] = result.Outcome.ToString().ToLowerInvariant(),
        ["width"] = result.Picture.Width,
        ["height"] = result.Picture.Height,
        ["steps"] = result.Losses.Count,
        ["loss"] = result.FinalLoss?.Total,
        ["terms"] = result.FinalLoss is not { } loss ? null : new JsonObject(
            loss.Parts.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Weighted))),
        ["seconds"] = Math.Round(result.Seconds, 3),
        ["notes"] = new JsonArray([.. result.Notes.Select(note => (JsonNode)note)]),
        ["preset"] = Options.Preset,
        ["network"] = painting.Network.Network.Name,
        ["networkSha256"] = painting.Network.Network.Sha256,
        ["engine"] = result.Engine,
        ["memoryPlanned"] = painting.Plan.Bytes,
        ["memoryPeak"] = terminal.Memory.Peak(),
        ["tiles"] = painting.Plan.Scales[^1].Tiles,
        ["inBands"] = painting.Plan.Scales[^1].InBands,
        ["onDisk"] = painting.Plan.Scales[^1].OnDisk,
    }.ToJsonString();
}
