using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>Shows a bar with step, loss, speed and time left, for people who watch.</summary>
internal sealed class ProgressBarDisplay : IProgress<StylizeProgress>
{
    private const int NarrowestBar = 10;

    private readonly IAnsiConsole _console;
    private readonly ProgressTask _task;
    private readonly int _every;

    private ProgressBarDisplay(IAnsiConsole console, ProgressTask task, int every)
    {
        _console = console;
        _task = task;
        _every = every;
    }

    /// <summary>Runs work while the bar is shown.</summary>
    /// <param name="console">A terminal.</param>
    /// <param name="every">Steps between two lines above the bar; 0 for none.</param>
    /// <param name="work">The work; it reports to the bar.</param>
    public static Task<T> RunAsync<T>(
        IAnsiConsole console, int every, Func<IProgress<StylizeProgress>, Task<T>> work) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context => work(new ProgressBarDisplay(console, context.AddTask("starting"), every)));

    public void Report(StylizeProgress value)
    {
        _task.MaxValue = value.TotalSteps;
        _task.Value = value.Step;
        _task.Description = Markup.Escape(ProgressText.Short(value, _console.Profile.Width - NarrowestBar));
        if (_every > 0 && value.Step % _every == 0)
            WriteAboveBar(value);
    }

    // The line fills the whole width: otherwise the rest of it would still show the bar.
    private void WriteAboveBar(StylizeProgress value)
    {
        int width = _console.Profile.Width;
        _console.WriteLine(ProgressText.Line(value, width).PadRight(width));
    }
}
