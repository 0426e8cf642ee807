using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>Prints plain lines, for logs and pipes.</summary>
/// <param name="console">Prints the lines.</param>
/// <param name="every">Steps from one line to the next; 0 for about twenty lines in all.</param>
internal sealed class LineDisplay(IAnsiConsole console, int every) : IStepDisplay
{
    private const int LinesInAll = 20;

    public void Report(StylizeProgress value)
    {
        int interval = every > 0 ? every : Math.Max(1, value.TotalSteps / LinesInAll);
        bool due = value.Step % interval == 0 || (every == 0 && (value.Step == 1 || value.Step == value.TotalSteps));
        if (due)
            console.WriteLine(ProgressText.Line(value));
    }

    // Every line is complete.
    public void Clear()
    {
    }
}
