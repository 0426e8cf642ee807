using System.Text.Json;
using Impasto.Cli.Commands;
using Impasto.Cli.Reporting;
using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Storage;
using Spectre.Console;

namespace Impasto.Cli;

/// <summary>Runs a request from the first check to the last line.</summary>
/// <param name="terminal">The world.</param>
/// <param name="request">What to do.</param>
/// <param name="expectedNetwork">Identity of the weights that a replayed run had; null where any will do.</param>
internal sealed class StylizeJob(Terminal terminal, StylizeRequest request, string? expectedNetwork = null)
{
    private readonly IAnsiConsole _console = request.Report.Json ? terminal.Error : terminal.Out;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        PictureWriteOptions writing = new()
        {
            Depth = request.Writing.Depth, Quality = request.Writing.Quality, Overwrite = request.Writing.Force,
        };
        WrongCallException.Check(() => PictureWriter.CheckOptions(request.Output, writing));
        CheckDistinct();
        CheckTargets(writing);
        // Network and pictures beside each other: either takes a tenth of a second.
        Task<LoadedNetwork> loading = Task.Run(LoadNetwork, CancellationToken.None);
        var inputs = await StylizeInputs.ReadAsync(terminal, request, cancellation);
        (int width, int height) = request.Options.ResultSize(inputs.Pictures.Content.Size);
        CheckSize(width, height, writing);
        LoadedNetwork network = await loading;
        ComputeDevice device = Devices.Open(request.Device, request.Threads);
        PictureWriter.Check(request.Output, writing with { Parameters = RunRecord.Write(request, network.Network.Sha256, device.Name) });
        using var stylizer = new Stylizer(network.Network, device, terminal.Clock) { MemoryLimit = request.Memory };
        StylizeTask task = inputs.TaskOf(request, network.Network);
        StylizePlan plan = stylizer.Plan(task);
        Introduce(inputs, network, device, plan);

        using var reports = ProgressReports.Open(_console, request.Report, request.Writing.Force, request.From?.Step ?? 0);
        using TimeLapse? video = request.Report.Video is { } clip ? new TimeLapse(clip, plan, request.Report.Every, request.From?.Step ?? 0) : null;
        if (video is not null)
            reports.Add(video);
        StylizeResult result = reports.Watch(progress => stylizer.Run(
            task with { Plan = plan, PreviewWhen = reports.WantsPicture }, progress, cancellation));
        ResultFile.Write(
            result.Picture, request.Output, writing with { Parameters = RunRecord.Write(request, network.Network.Sha256, result.Engine) });
        DrawFigure(inputs, result, reports.Problems);
        MakeVideo(video, result, reports.Problems);
        EndCheckpoint(result, reports.Problems);
        return Conclude(result, plan, reports, network);
    }

    private void CheckDistinct()
    {
        (string Option, string? Path)[] targets =
            [("--output", request.Output), ("--figure", request.Report.Figure), ("--trace", request.Report.Trace), ("--video", request.Report.Video), ("--checkpoint", request.Keep.Path)];
        var same = targets.Where(target => target.Path is not null).GroupBy(target => Path.GetFullPath(target.Path!)).FirstOrDefault(group => group.Count() > 1);
        if (same is not null)
            throw new WrongCallException($"{string.Join(" and ", same.Select(target => target.Option))}: expected different files, got '{same.First().Path}' for both.");
    }

    // What can't be written is found out before anything is computed.
    private void CheckTargets(PictureWriteOptions writing)
    {
        PictureWriter.Check(request.Output, writing);
        if (request.Report.Figure is { } figure)
        {
            WrongCallException.Check(() => PictureWriter.CheckOptions(figure, writing with { Depth = null }));
            PictureWriter.Check(figure, writing with { Depth = null });
        }

        if (request.Report.Video is { } video)
            VideoFile.Check(video, request.Writing.Force, terminal.Environment);
        if (request.Report.Trace is { } trace)
            AtomicFile.Check(trace, request.Writing.Force);
        if (request.Report.Frames is { } frames)
            FrameFolder.Check(frames, request.Writing.Force);
        if (request.Keep.Path is { } checkpoint)
            CheckCheckpoint(checkpoint);
    }

    private void CheckCheckpoint(string path)
    {
        bool isOwn = request.From is { } from && Path.GetFullPath(from.Path) == Path.GetFullPath(path);
        if (!isOwn && !request.Writing.Force && File.Exists(path))
            throw new ImpastoException($"'{path}' exists already: go on from it with 'impasto resume {path}', or replace it with --force.");
        AtomicFile.Check(path, overwrite: true);
    }

    private void CheckSize(int width, int height, PictureWriteOptions writing)
    {
        long most = request.MaxPixels ?? new PictureLimits().MaxPixels;
        if ((long)width * height > most)
            throw new ImpastoException($"The result would have {width} x {height} pixels, and the limit is {most}: use a smaller --size, or raise --max-pixels.");
        PictureWriter.Check(request.Output, writing, new PictureSize(width, height));
    }

    private LoadedNetwork LoadNetwork()
    {
        LoadedNetwork network = request.LoadNetwork(terminal);
        return expectedNetwork is null || expectedNetwork == network.Network.Sha256
            ? network
            : throw new ImpastoException(
                $"The picture was made with other weights (SHA-256 {expectedNetwork[..12]}) than '{request.Network}' is here "
                + $"({network.Network.Sha256[..12]}): name the right ones with --network.");
    }

    private void Introduce(StylizeInputs inputs, LoadedNetwork network, ComputeDevice device, StylizePlan plan)
    {
        if (request.Report.Level == Verbosity.Quiet)
            return;
        string styles = string.Join(", ", request.Styles.Select(style => style.Weight == 1 ? style.Picture : $"{style.Picture} x {style.Weight}"));
        string why = network.Choice.Length > 0 ? $" ({Advice.Of(network)})" : $" (pixels as {network.Network.Normalization}: {network.NormalizationSource})";
        (int width, int height) = plan.Scales[^1].Size;
        _console.WriteLine(request.Content is null
            ? $"Texture  {width} x {height}"
            : $"Content  {request.Content}, {inputs.Pictures.Content.Size}, to be {width} x {height}");
        if (request.Styles.Count > 0)
            _console.WriteLine($"Style    {styles}");
        if (request.Extra.FineStyle is { } fine)
            _console.WriteLine($"Strokes  {fine}");
        foreach (RegionSource region in request.Extra.Regions)
            _console.WriteLine($"Region   {region.Mask}: {region.Style ?? "left alone"}{(region.StyleMask is { } mask ? $", of it {mask}" : "")}");
        _console.WriteLine($"Network  {network.Network.Name}{why}");
        _console.WriteLine($"Recipe   {request.Options.Preset} on {device.Name}");
        _console.WriteLine($"Plan     {PlanReport.Line(plan)}");
        if (request.From is { } from)
            _console.WriteLine($"Resumed  from {from.Path}, after step {from.Step}");
        if (request.Options.Preset == "neural-style" && network.Network.Normalization.Scale < 255)
            _console.WriteLine("Note     neural-style's weights are meant for Caffe's VGG-19; with this network they mean something else.");
        if (request.Report.Level == Verbosity.Verbose)
        {
            foreach (StylizeOption option in StylizeOptionCatalog.All)
                _console.WriteLine($"         {option.Name} {option.Read(request.Options) ?? "-"}");
        }
    }

    // The picture is safe already: that its figure can't be drawn is told at the end.
    private void DrawFigure(StylizeInputs inputs, StylizeResult result, List<string> problems)
    {
        if (request.Report.Figure is not { } figure)
            return;
        try
        {
            Figure.Write(figure, inputs, result, request.Writing.Force);
        }
        catch (Exception failure) when (failure is ImpastoException or IOException or UnauthorizedAccessException)
        {
            problems.Add(Advice.Of(failure));
        }
    }

    private void MakeVideo(TimeLapse? video, StylizeResult result, List<string> problems)
    {
        try
        {
            video?.Finish(result.Picture, terminal.Environment, request.Keep.Path is not null && result.Outcome != StylizeOutcome.Completed);
        }
        catch (Exception failure) when (failure is ImpastoException or IOException or UnauthorizedAccessException)
        {
            problems.Add(Advice.Of(failure));
        }
    }

    // The picture is there: its state has done its work. Where the run did not complete, it is kept.
    private void EndCheckpoint(StylizeResult result, List<string> problems)
    {
        if (result.Outcome != StylizeOutcome.Completed)
        {
            if (result.CheckpointProblem is { } problem)
                problems.Add($"The run's state was not kept: {problem}");
            return;
        }

        try
        {
            foreach (string path in new[] { request.Keep.Path, request.From?.Path }.OfType<string>())
                File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add($"'{request.Keep.Path}' is not needed any more, and can't be removed: {failure.Reason()}.");
        }
    }

    private int Conclude(StylizeResult result, StylizePlan plan, ProgressReports reports, LoadedNetwork network)
    {
        if (request.Report.Level > Verbosity.Quiet)
        {
            foreach (string note in result.Notes)
                _console.WriteLine($"Note     {note}");
            _console.WriteLine($"Result   {request.Output}, {result.Picture.Width} x {result.Picture.Height}, "
                + $"{result.Losses.Count} steps in {result.Seconds:0.0} s on {result.Engine}");
        }

        if (result.Outcome == StylizeOutcome.Diverged)
        {
            terminal.Error.WriteLine(
                $"The loss was no longer a finite number after step {result.Losses.Count}: the last good picture was kept; "
                + "try a smaller --learning-rate, or smaller weights.");
        }
        else if (result.Outcome == StylizeOutcome.Cancelled)
        {
            string next = request.Keep.Path is { } checkpoint && result.CheckpointProblem is null ? $"; go on with 'impasto resume {checkpoint}'" : "";
            terminal.Error.WriteLine($"Cancelled after step {result.Losses.Count}: the picture so far was kept{next}.");
        }

        foreach (string problem in reports.Problems)
            terminal.Error.WriteLine(problem);
        if (request.Report.Json)
            terminal.Data.WriteLine(Summary(result, plan, reports.Last, network));
        return result.Outcome switch
        {
            StylizeOutcome.Completed => reports.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure,
            StylizeOutcome.Cancelled => ExitCode.Cancelled,
            _ => ExitCode.Failure,
        };
    }

    private string Summary(StylizeResult result, StylizePlan plan, StylizeProgress? last, LoadedNetwork network) => JsonSerializer.Serialize(new
    {
        output = Path.GetFullPath(request.Output),
        outcome = result.Outcome.ToString().ToLowerInvariant(),
        width = result.Picture.Width,
        height = result.Picture.Height,
        steps = result.Losses.Count,
        loss = last?.Loss.Total,
        terms = last?.Loss.Parts.ToDictionary(part => part.Name, part => part.Weighted),
        seconds = Math.Round(result.Seconds, 3),
        notes = result.Notes,
        preset = request.Options.Preset,
        network = network.Network.Name,
        networkSha256 = network.Network.Sha256,
        engine = result.Engine,
        memoryPlanned = plan.Bytes,
        memoryPeak = terminal.Memory.Peak(),
        tiles = plan.Scales[^1].Tiles,
        inBands = plan.Scales[^1].InBands,
        onDisk = plan.Scales[^1].OnDisk,
    });
}
