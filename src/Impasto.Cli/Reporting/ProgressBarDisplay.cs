using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>Shows a bar with step, loss, speed and time left, for people who watch.</summary>
/// <remarks>
/// The bar is one line, drawn again from its start. Nothing moves the cursor up: in a terminal that was made narrower,
/// the lines above are no longer where they were.
/// </remarks>
/// <param name="console">A terminal.</param>
/// <param name="every">Steps between two lines above the bar; 0 for none.</param>
internal sealed class ProgressBarDisplay(IAnsiConsole console, int every) : IStepDisplay
{
    private const int NarrowestBar = 10;
    private const int WidestBar = 40;
    private const string Start = "\r", EraseToEnd = "\u001b[K";

    public void Report(StylizeProgress value)
    {
        if (every > 0 && value.Step % every == 0)
        {
            Clear();
            console.WriteLine(ProgressText.Line(value, Width()));
        }

        string text = ProgressText.Short(value, Width() - NarrowestBar - 1);
        int bar = Math.Clamp(Width() - text.Length - 1, 0, WidestBar);
        int done = (int)((long)bar * value.Step / Math.Max(1, value.TotalSteps));
        console.Write(new ControlCode(Start));
        console.Markup(
            $"[yellow]{new string('━', done)}[/][grey]{new string('━', bar - done)}[/] {Markup.Escape(text)}");
        console.Write(new ControlCode(EraseToEnd));
    }

    public void Clear() => console.Write(new ControlCode(Start + EraseToEnd));

    // The last column stays free: a terminal may begin a new line after it.
    private int Width() => Math.Max(1, console.Profile.Width - 1);
}
