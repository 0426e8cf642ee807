using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>Everything that receives the steps: the display, the trace, the frames and the video.</summary>
/// <remarks>
/// None of them ends the run: a receiver that fails is reported at once, in one sentence, and gets nothing more.
/// </remarks>
internal sealed class ProgressReports : IProgress<StylizeProgress>, IDisposable
{
    private readonly IAnsiConsole _error;
    private readonly IStepDisplay? _display;
    private readonly List<(string Problem, IProgress<StylizeProgress> Receiver)> _listeners = [];
    private int _problems;
    private bool _hasNoState;

    /// <summary>Opens the reports that the options ask for.</summary>
    /// <param name="console">Shows the progress.</param>
    /// <param name="error">Receives the problems.</param>
    /// <param name="options">The reports.</param>
    /// <param name="run">The run.</param>
    public ProgressReports(IAnsiConsole console, IAnsiConsole error, ReportOptions options, ReportedRun run)
    {
        _error = error;
        _display = options.Level == Verbosity.Quiet ? null
            : console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi
                ? new ProgressBarDisplay(console, options.Every)
                : new LineDisplay(console, options.Every);
        if (options.Trace is { } trace)
            Try(() => Add($"'{trace}' is incomplete: ", new TraceFile(trace, run.Force, run.After)));
        if (options.Frames is { } frames)
            Try(() => Add("", new FrameFolder(frames, options.Every, run.Size, run.Force)));
        if (options.Video is { } video)
        {
            Try(() =>
            {
                Video = new TimeLapse(video, run, options.Every);
                Add($"'{video}' ends early: ", Video);
            });
        }
    }

    /// <summary>The frames of the video; null for none.</summary>
    public TimeLapse? Video { get; private set; }

    /// <summary>True if a report, or a file beside the result, could not be written.</summary>
    public bool HasProblems => _problems > 0;

    /// <summary>True if a report needs the picture of a step.</summary>
    public bool WantsPicture(StylizeProgress step) =>
        _listeners.Any(listener => listener.Receiver is IPictureReport report && report.WantsPicture(step));

    public void Report(StylizeProgress value)
    {
        _display?.Report(value);
        if (value.CheckpointProblem is { } problem && !_hasNoState)
        {
            _hasNoState = true;
            Complain($"The run's state is not saved: {problem.TrimEnd('.')} {After(value)}.");
        }

        foreach ((string Problem, IProgress<StylizeProgress> Receiver) listener in _listeners.ToArray())
        {
            try
            {
                listener.Receiver.Report(value);
            }
            catch (Exception failure) when (IsOfFile(failure))
            {
                _listeners.Remove(listener);
                Complain($"{listener.Problem}{failure.Reason()} {After(value)}.");
            }
        }
    }

    /// <summary>Does work on a file beside the result; a failure is reported, and the run goes on.</summary>
    public void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            Complain(Advice.Of(failure));
        }
    }

    /// <summary>Reports a problem that does not end the run, in one sentence.</summary>
    public void Complain(string sentence)
    {
        _problems++;
        _display?.Clear();
        _error.WriteLine(sentence);
    }

    /// <summary>Removes the bar at the end of the steps.</summary>
    public void EndSteps() => _display?.Clear();

    public void Dispose()
    {
        EndSteps();
        foreach (IDisposable receiver in _listeners.Select(listener => listener.Receiver).OfType<IDisposable>())
            receiver.Dispose();
        Video?.Dispose();
    }

    private void Add(string problem, IProgress<StylizeProgress> receiver) => _listeners.Add((problem, receiver));

    private static string After(StylizeProgress step) => $"(after step {step.Step}; the run continues)";

    private static bool IsOfFile(Exception failure) =>
        failure is ImpastoException or IOException or UnauthorizedAccessException;
}
