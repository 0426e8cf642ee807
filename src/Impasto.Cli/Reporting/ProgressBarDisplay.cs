using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>Shows a bar with step, loss, speed and time left, for people who watch.</summary>
/// <param name="console">A terminal.</param>
/// <param name="every">Steps between two lines above the bar; 0 for none.</param>
internal sealed class ProgressBarDisplay(IAnsiConsole console, int every) : IStepDisplay
{
    private readonly ProgressBar _bar = new(console);

    public void Report(StylizeProgress value)
    {
        if (every > 0 && value.Step % every == 0)
        {
            Clear();
            console.WriteLine(ProgressText.Line(value, _bar.Width));
        }

        // A little more than the quotient: it must not round down to the step before.
        double share = (double)value.Step / Math.Max(1, value.TotalSteps);
        _bar.Draw(share + 1e-12, ProgressText.Short(value, _bar.TextWidth));
    }

    public void Clear() => _bar.Clear();
}
