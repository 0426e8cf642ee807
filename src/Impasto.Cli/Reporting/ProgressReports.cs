using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>Everything that hears of a step: the display, the trace and the frames.</summary>
internal sealed class ProgressReports : IProgress<StylizeProgress>, IDisposable
{
    private readonly IAnsiConsole _console;
    private readonly ReportOptions _options;
    private readonly TraceFile? _trace;
    private readonly FrameFolder? _frames;
    private IProgress<StylizeProgress>? _display;

    private ProgressReports(IAnsiConsole console, ReportOptions options, TraceFile? trace, FrameFolder? frames)
    {
        _console = console;
        _options = options;
        _trace = trace;
        _frames = frames;
    }

    /// <summary>The latest step; null before the first.</summary>
    public StylizeProgress? Last { get; private set; }

    public static ProgressReports Open(IAnsiConsole console, ReportOptions options, bool force) => new(
        console,
        options,
        options.Trace is null ? null : new TraceFile(options.Trace, force),
        options.Frames is null ? null : new FrameFolder(options.Frames, options.Every, force));

    /// <summary>Runs work under a bar where somebody is watching, else with plain lines, or in silence.</summary>
    public T Watch<T>(Func<IProgress<StylizeProgress>, T> work)
    {
        if (_options.Level == Verbosity.Quiet)
            return work(this);
        if (_console.Profile.Capabilities.Interactive && _console.Profile.Capabilities.Ansi)
            return ProgressBarDisplay.Run(_console, _options.Every, display => Show(display, work));
        return Show(new LineDisplay(_console, _options.Every), work);
    }

    public void Report(StylizeProgress value)
    {
        Last = value;
        _display?.Report(value);
        _trace?.Report(value);
        _frames?.Report(value);
    }

    public void Dispose() => _trace?.Dispose();

    private T Show<T>(IProgress<StylizeProgress> display, Func<IProgress<StylizeProgress>, T> work)
    {
        _display = display;
        return work(this);
    }
}
