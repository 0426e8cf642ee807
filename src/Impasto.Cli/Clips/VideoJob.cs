using System.Globalization;
using System.Text;
using Impasto.Cli.Reporting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Networks.Weights;
using Impasto.Records;
using Impasto.Storage;
using Impasto.Video.Frames;
using Impasto.Video.Painting;
using Spectre.Console;

namespace Impasto.Cli.Clips;

/// <summary>Repaints one clip and reports about it.</summary>
/// <param name="terminal">The program's surroundings.</param>
/// <param name="request">The request.</param>
internal sealed class VideoJob(Terminal terminal, VideoRequest request)
{
    // Names in the folder of the state.
    private const string NewestName = "newest.png";
    private const string SoFarName = "so-far.txt";

    /// <summary>True to show the plan only.</summary>
    public bool IsPlan { get; init; }

    /// <summary>True to continue from the kept state.</summary>
    public bool IsResumed { get; init; }

    private StylizeRequest Painting => request.Painting;

    private string Newest => Path.Combine(request.StateFolder, NewestName);

    private string SoFar => Path.Combine(request.StateFolder, SoFarName);

    /// <summary>Checks the request and runs it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        FfmpegTools? tools = request.IsFromFolder && !request.IsToClip ? null : FfmpegTools.Find();
        Check(tools);
        (IReadOnlyList<WeightedStyle> styles, IReadOnlyList<StylizeRegion> regions) =
            await JobPictures.ReadPartsAsync(Painting.Record, Painting.Limits, terminal.Http, cancellation);
        ClipSurvey survey;
        FrameRate rate;
        ClipInfo? clip;
        string[] names;
        using (IFrameReader look = Open(tools))
        {
            clip = (look as ClipReader)?.Clip;
            if (request.IsToClip && clip is not null)
                ClipWriter.CheckSound(request.Output, tools!, clip, cancellation);
            survey = ClipSurvey.Read(look, cancellation: cancellation);
            rate = look.Rate;
            names = look is PictureFolderReader folder
                ? [.. folder.Files.Select(file => Path.GetFileNameWithoutExtension(file))]
                : [];
        }

        if (!request.IsToClip)
            RequireApart(names, survey.Frames);
        var task = new VideoTask(() => Open(tools), styles, Painting.Record.Options)
        {
            Survey = survey,
            Regions = regions,
            Video = request.Video,
            Jobs = request.Jobs,
            CheckpointFolder = request.StateFolder,
            FlowFolder = request.FlowFolder,
        };
        LoadedNetwork network = Painting.LoadNetwork(terminal, Painting.Deepest);
        ComputeDevice device = Devices.Open(Painting.Device, Painting.Threads);
        var stylizer = new VideoStylizer(network.Network, device, terminal.Clock) { MemoryLimit = Painting.Memory };
        VideoPlan plan = stylizer.Plan(task, survey);
        Introduce(survey, rate, clip, plan, network, device, styles);
        if (!request.Quiet || IsPlan)
            await ShowRegionsAsync(plan.Size, cancellation);
        if (IsPlan)
            return ExitCode.Success;
        VideoCall.Keep(request);
        int done = VideoStylizer.FramesDone(request.StateFolder);
        if (IsResumed && !request.Quiet)
            terminal.Out.WriteLine($"Resumed  from {request.StateFolder}, after frame {done}");
        using IFrameWriter target = request.IsToClip
            ? ClipWriter.Open(request.Output, tools!, WriteOptions(rate, clip, done))
            : new PictureFolderWriter(
                request.Output,
                options: new PictureWriteOptions { Overwrite = Painting.Force || IsResumed },
                names: names) { Start = done };
        var display = request.Quiet ? null : new FrameDisplay(terminal.Out);
        VideoResult result = stylizer.Run(task, target, new Receiver(Newest, terminal.Error, display), cancellation);
        display?.Clear();
        return Conclude(result, survey, target);
    }

    private void Check(FfmpegTools? tools)
    {
        new InputFiles(Painting.Inputs).RequireApart(("--output", request.Output));
        string output = Path.TrimEndingDirectorySeparator(request.Output);
        if (request.IsFromFolder && InputFiles.Identity(request.Source) == InputFiles.Identity(output))
        {
            throw new WrongCallException(
                $"--output: expected another folder than that of the frames, got '{request.Output}'.");
        }

        if (IsPlan)
            return;
        if (request.IsToClip)
            ClipWriter.Check(request.Output, tools!, WriteOptions(new FrameRate(25), null, 0));
        if (IsResumed || !Directory.Exists(request.StateFolder))
            return;
        if (!Painting.Force)
        {
            throw new ImpastoException(
                $"'{request.StateFolder}' exists already: continue from it with 'impasto resume "
                + $"{request.StateFolder}', or replace it with --force.");
        }

        Forget();
    }

    // A painting may lie in the folder of the frames, under the name of one of them.
    private void RequireApart(string[] names, int frames) =>
        new InputFiles(Painting.Inputs).RequireApart(Enumerable.Range(0, frames).Select(frame => ("--output", (string?)
            Path.Combine(request.Output, $"{names.ElementAtOrDefault(frame) ?? $"{frame + 1:D6}"}.png"))));

    private IFrameReader Open(FfmpegTools? tools) => request.IsFromFolder
        ? new PictureFolderReader(request.Source, request.Part.Rate, new PictureReader(Painting.Limits))
        : ClipReader.Open(request.Source, tools!, request.Part);

    private ClipWriteOptions WriteOptions(FrameRate rate, ClipInfo? clip, int done) => new()
    {
        Rate = rate,
        Codec = request.Codec,
        Source = clip,
        Part = request.Part,
        KeepFolder = request.StateFolder,
        Start = done,
        // Ctrl+C kept the clip so far, which may be replaced.
        Overwrite = Painting.Force || (IsResumed && File.Exists(SoFar)
            && File.ReadAllText(SoFar) == JobPictures.HashOf(request.Output)),
    };

    private void Introduce(
        ClipSurvey survey,
        FrameRate rate,
        ClipInfo? clip,
        VideoPlan plan,
        LoadedNetwork network,
        ComputeDevice device,
        IReadOnlyList<WeightedStyle> styles)
    {
        if (request.Quiet && !IsPlan)
            return;
        double seconds;
        using (var stylizer = new Stylizer(network.Network, device, terminal.Clock))
            seconds = plan.Seconds(stylizer.MeasureSpeed(Painting.Record.Options));
        string shots = plan.Shots == 1 ? "1 shot" : $"{plan.Shots} shots";
        long disk = plan.DiskBytes + (request.IsToClip ? ClipWriter.BytesKept(plan.Size, request.Codec) : 0);
        IAnsiConsole console = terminal.Out;
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Clip     {request.Source}, {plan.Frames} frames of {survey.Size} at {rate.PerSecond:0.###} a second in "
            + $"{shots}, to be {plan.Size}"));
        if (clip?.Remarks is { Length: > 0 } remarks)
            console.WriteLine($"Note     {remarks}");
        console.WriteLine($"Style    {string.Join(", ", Painting.Record.Styles.Select(StyleWords.Of))}");
        foreach (string note in styles.SelectMany(style => style.Picture.Origin?.Notes ?? []).Distinct())
            console.WriteLine($"Note     {note}");
        console.WriteLine($"Network  {network.Network.Name} on {device.Name}");
        if (request.Jobs > 1)
            console.WriteLine($"Jobs     {JobsLine(plan)}");
        console.WriteLine(
            $"Plan     about {PlanReport.Time(seconds)}, at most {MemorySize.Format(plan.Bytes)} memory, "
            + $"{MemorySize.Format(disk)} on disk beside the result");
        if (!IsPlan)
            console.WriteLine($"State    {request.StateFolder}; the newest frame is {NewestName} there");
    }

    private async Task ShowRegionsAsync(PictureSize size, CancellationToken cancellation)
    {
        RunRecord record = Painting.Record;
        var reader = new JobPictures(new PictureReader(Painting.Limits, handler: terminal.Http));
        IReadOnlyList<double> shares = await reader.RegionSharesAsync(record, size, cancellation);
        foreach ((RecordedRegion region, double share) in record.Regions.Zip(shares))
            terminal.Out.WriteLine(RegionWords.Line(region, share));
    }

    private string JobsLine(VideoPlan plan)
    {
        string why = plan.Shots < request.Jobs ? "the clip has no more"
            : "more would need more threads, or more memory than there is";
        string line = plan.Jobs == 1 ? "one shot after the other" : $"{plan.Jobs} shots side by side";
        return plan.Jobs < request.Jobs ? $"{line}: {why}" : line;
    }

    private int Conclude(VideoResult result, ClipSurvey survey, IFrameWriter target)
    {
        // A clip that was cancelled is joined as well: what there is can be played.
        if (result.Frames > 0)
            target.Finish(CancellationToken.None);
        IReadOnlyList<string> notes = target is ClipWriter writer ? [.. result.Notes, .. writer.Notes] : result.Notes;
        foreach (string note in request.Quiet ? [] : notes)
            terminal.Out.WriteLine($"Note     {note}");
        if (result.Outcome == StylizeOutcome.Cancelled)
        {
            if (request.IsToClip && result.Frames > 0)
                KeepSoFar();
            string kept = result.Frames == 0 ? "" : $", which are in {request.Output}";
            terminal.Error.WriteLine(
                $"Cancelled after {result.Frames} of {survey.Frames} frames{kept}; continue with 'impasto resume "
                + $"{request.StateFolder}'.");
            return ExitCode.Cancelled;
        }

        target.Dispose();
        Forget();
        if (!request.Quiet)
        {
            terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Result   {request.Output}, {result.Frames} frames in {result.Seconds:0.0} s"));
        }

        return ExitCode.Success;
    }

    // A clip that somebody else put there in the meantime is not replaced.
    private void KeepSoFar() => AtomicFile.Rewrite(
        SoFar, stream => stream.Write(Encoding.UTF8.GetBytes(JobPictures.HashOf(request.Output) ?? "")));

    // The state without which nothing can be resumed goes first, the call last.
    private void Forget()
    {
        try
        {
            VideoStylizer.Forget(request.StateFolder);
            ClipWriter.Forget(request.StateFolder);
            File.Delete(Newest);
            File.Delete(SoFar);
            // What a killed program had begun to write.
            string[] begun = Directory.Exists(request.StateFolder)
                ? Directory.GetFiles(request.StateFolder, ".impasto-*")
                : [];
            foreach (string file in begun)
                File.Delete(file);
            VideoCall.Forget(request.StateFolder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine(
                $"'{request.StateFolder}' is not needed any more, and can't be removed: {failure.Reason()}.");
        }
    }

    /// <summary>Shows progress, and the newest frame as a file for people to look at.</summary>
    private sealed class Receiver(string newest, IAnsiConsole error, FrameDisplay? display) : IProgress<VideoProgress>
    {
        private bool _hasFailed;

        public void Report(VideoProgress value)
        {
            display?.Report(value);
            if (value.Picture is not { } picture || _hasFailed)
                return;
            try
            {
                PictureWriter.Write(picture, newest, new PictureWriteOptions { Overwrite = true });
            }
            catch (ImpastoException failure)
            {
                _hasFailed = true;
                display?.Clear();
                error.WriteLine($"{failure.Reason()} (the clip continues).");
            }
        }
    }
}
