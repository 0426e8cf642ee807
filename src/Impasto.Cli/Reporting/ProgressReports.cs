using Impasto.Cli.Requests;
using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>Everything that receives the steps: the display, the trace and the frames.</summary>
internal sealed class ProgressReports : IProgress<StylizeProgress>, IDisposable
{
    private readonly IAnsiConsole _console;
    private readonly ReportOptions _options;
    private readonly TraceFile? _trace;
    private readonly List<IProgress<StylizeProgress>> _listeners = [];

    private ProgressReports(IAnsiConsole console, ReportOptions options, bool force, int after)
    {
        _console = console;
        _options = options;
        if (_options.Trace is not null)
            _listeners.Add(_trace = new TraceFile(_options.Trace, force, after));
        if (_options.Frames is not null)
            _listeners.Add(new FrameFolder(_options.Frames, _options.Every, force));
    }

    /// <summary>Problems with reports and files during the run, one sentence each. They do not end the run.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Opens the reports that the options ask for.</summary>
    /// <param name="console">Shows the progress.</param>
    /// <param name="options">The reports.</param>
    /// <param name="force">True if files may be replaced.</param>
    /// <param name="after">The step after which the run continues.</param>
    public static ProgressReports Open(IAnsiConsole console, ReportOptions options, bool force, int after = 0) =>
        new(console, options, force, after);

    /// <summary>True if a report needs the picture of a step.</summary>
    public bool WantsPicture(StylizeProgress step) =>
        _listeners.OfType<IPictureReport>().Any(report => report.WantsPicture(step));

    /// <summary>Adds a receiver of every step.</summary>
    public void Add(IProgress<StylizeProgress> listener) => _listeners.Add(listener);

    /// <summary>Runs work with a bar on a terminal and plain lines elsewhere; with neither under --quiet.</summary>
    public Task<T> WatchAsync<T>(Func<IProgress<StylizeProgress>, Task<T>> work)
    {
        if (_options.Level == Verbosity.Quiet)
            return work(this);
        return _console.Profile.Capabilities.Interactive && _console.Profile.Capabilities.Ansi
            ? ProgressBarDisplay.RunAsync(_console, _options.Every, display => ShowAsync(display, work))
            : ShowAsync(new LineDisplay(_console, _options.Every), work);
    }

    public void Report(StylizeProgress value)
    {
        foreach (IProgress<StylizeProgress> listener in _listeners.ToArray())
        {
            try
            {
                listener.Report(value);
            }
            catch (Exception failure) when (failure is ImpastoException or IOException or UnauthorizedAccessException)
            {
                _listeners.Remove(listener);
                string what = listener switch
                {
                    TraceFile => $"'{_options.Trace}' is incomplete: ",
                    TimeLapse => $"'{_options.Video}' ends early: ",
                    _ => "",
                };
                Problems.Add($"{what}{failure.Reason()} (after step {value.Step}; the run continued).");
            }
        }
    }

    public void Dispose() => _trace?.Dispose();

    private Task<T> ShowAsync<T>(IProgress<StylizeProgress> display, Func<IProgress<StylizeProgress>, Task<T>> work)
    {
        _listeners.Insert(0, display);
        return work(this);
    }
}
