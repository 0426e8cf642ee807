using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>A bar with a text beside it, on one line that is drawn again from its start.</summary>
/// <remarks>
/// Nothing moves the cursor up: in a terminal that was made narrower, the lines above are no longer where they were.
/// </remarks>
/// <param name="console">A terminal.</param>
internal sealed class ProgressBar(IAnsiConsole console)
{
    private const int NarrowestBar = 10;
    private const int WidestBar = 40;
    private const string Start = "\r", EraseToEnd = "\u001b[K";

    /// <summary>Columns of a line. The last column stays free: a terminal may begin a new line after it.</summary>
    public int Width => Math.Max(1, console.Profile.Width - 1);

    /// <summary>Columns that a text may have beside a bar.</summary>
    public int TextWidth => Width - NarrowestBar - 1;

    /// <summary>Draws the bar.</summary>
    /// <param name="share">The part that is done, 0 to 1.</param>
    /// <param name="text">The text beside it.</param>
    public void Draw(double share, string text)
    {
        int bar = Math.Clamp(Width - text.Length - 1, 0, WidestBar);
        int done = Math.Clamp((int)(bar * share), 0, bar);
        console.Write(new ControlCode(Start));
        console.Markup(
            $"[yellow]{new string('━', done)}[/][grey]{new string('━', bar - done)}[/] {Markup.Escape(text)}");
        console.Write(new ControlCode(EraseToEnd));
    }

    /// <summary>Removes the bar.</summary>
    public void Clear() => console.Write(new ControlCode(Start + EraseToEnd));
}
