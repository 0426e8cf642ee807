using System.Globalization;
using Impasto.Networks.Weights;
using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>
/// Prints the progress of an installation: one line per stage, and one per twentieth of the download.
/// </summary>
internal sealed class InstallDisplay(IAnsiConsole console) : IProgress<InstallProgress>
{
    private const int LinesInAll = 20;

    private InstallStage? _stage;
    private long _shown = -1;

    public void Report(InstallProgress value)
    {
        long piece = Math.Max(1, (value.TotalBytes ?? 1_000_000_000) / LinesInAll);
        bool due = value.Stage != _stage || (value.Stage == InstallStage.Downloading && value.Bytes / piece != _shown);
        if (!due)
            return;
        _stage = value.Stage;
        _shown = value.Bytes / piece;
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{value.Stage} {value.Bytes / 1e6:0.0} MB{Of(value)}"));
    }

    private static string Of(InstallProgress value) => value.TotalBytes is { } total and > 0
        ? string.Create(CultureInfo.InvariantCulture, $" of {total / 1e6:0.0} MB, {100.0 * value.Bytes / total:0} %")
        : "";
}
