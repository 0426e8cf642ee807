using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>Prints notes at once, each on its line.</summary>
/// <param name="console">Where to.</param>
internal sealed class NoteLines(IAnsiConsole console) : IProgress<string>
{
    public void Report(string value) => console.WriteLine($"Note     {value}");
}
