using System.Globalization;
using Impasto.Cli.Reporting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Imaging;
using Impasto.Records;
using Impasto.Video.Frames;
using Impasto.Video.Live;
using Spectre.Console;

namespace Impasto.Cli.Clips;

/// <summary>Paints frames as they come, until no more come or Ctrl+C ends it.</summary>
/// <param name="terminal">Standard input and output; standard error for people.</param>
/// <param name="request">The call.</param>
internal sealed class LiveJob(Terminal terminal, LiveRequest request)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    private LiveFolder? _folder;
    private long _begin;
    private TimeSpan _reported;
    private int _painted;
    private int _failed;

    /// <summary>Runs.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        GlanceRequest recipe = request.Recipe;
        // Standard output belongs to the frames.
        IReadOnlyDictionary<RecordedPicture, Picture> pictures =
            await NotedPicture.ReadAllAsync(terminal with { Out = terminal.Error }, recipe.Record, cancellation);
        WeightedStyle[] paintings =
            [.. recipe.Record.Styles.Select(style => new WeightedStyle(pictures[style.Picture], style.Weight))];
        using Glance glance = recipe.Open();
        _folder = request.Output is { } folder ? new LiveFolder(folder, request.Ending, request.Force) : null;
        using ILiveReader reader = Open();
        using LiveStreamWriter? stream =
            _folder is null ? new LiveStreamWriter(terminal.Binary(), "Standard output") : null;
        try
        {
            Paint(reader, stream, PaintOne, cancellation);
            stream?.Finish(CancellationToken.None);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Every frame that was begun is written or not; the pipe ends after a whole one.
            Report(reader, isLast: true);
            return ExitCode.Cancelled;
        }
        catch (ClipException)
        {
            Report(reader, isLast: true);
            throw;
        }

        Report(reader, isLast: true);
        bool hasNothing = _painted == 0 && reader is not LiveFolderReader { LeftOut: > 0 };
        if (hasNothing && _failed == 0)
            terminal.Error.WriteLine(request.Folder is { } empty
                ? $"The folder '{empty}' has no pictures."
                : "Standard input has no frames: expected PPM pictures.");
        return hasNothing || _failed > 0 ? ExitCode.Failure : ExitCode.Success;

        Picture PaintOne(Picture photo) => glance.Paint(
            new StylizeTask(photo, paintings, recipe.Record.Options), recipe.Strength, cancellation);
    }

    private ILiveReader Open() => request.Folder is { } folder
        ? new LiveFolderReader(folder, new LiveFolderOptions
        {
            Once = request.Once,
            TakesAll = request.TakesAll,
            IsDone = name => _folder?.HasEarlier(name) ?? false,
        })
        : new LiveStreamReader(terminal.Input(), "Standard input", request.TakesAll);

    private void Paint(
        ILiveReader reader, LiveStreamWriter? stream, Func<Picture, Picture> paint, CancellationToken cancellation)
    {
        while (TryRead(reader, cancellation, out LivePicture? frame))
        {
            if (frame is null)
                continue;
            // The time of the first frame's arrival is that of the camera.
            if (_begin == 0)
                _begin = terminal.Clock.GetTimestamp();
            Picture made = paint(frame.Picture);
            if (_folder is null)
                stream!.Write(made, CancellationToken.None);
            else
                _folder.Write(made, frame.Name);
            _painted++;
            Report(reader, isLast: false);
        }
    }

    // False at the end; a picture that can't be read is reported, and the others are painted.
    private bool TryRead(ILiveReader reader, CancellationToken cancellation, out LivePicture? frame)
    {
        frame = null;
        try
        {
            frame = reader.Read(cancellation);
            return frame is not null;
        }
        catch (PictureException failure)
        {
            _failed++;
            terminal.Error.WriteLine(Advice.Of(failure));
            return true;
        }
    }

    private void Report(ILiveReader reader, bool isLast)
    {
        TimeSpan time = _begin == 0 ? default : terminal.Clock.GetElapsedTime(_begin);
        if (request.IsQuiet || (!isLast && time - _reported < ReportEvery))
            return;
        _reported = time;
        int leftOut = (reader as LiveFolderReader)?.LeftOut ?? 0;
        double rate = time > default(TimeSpan) ? _painted / time.TotalSeconds : 0;
        string skipped = leftOut > 0 ? $", {leftOut} painted before" : "";
        terminal.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(isLast ? "Painted" : "So far")}  {_painted} frames in {time.TotalSeconds:0.0} s, {rate:0.0#} a second; "
            + $"{reader.Dropped} dropped{skipped}"));
    }
}
