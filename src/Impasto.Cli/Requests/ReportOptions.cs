namespace Impasto.Cli.Requests;

/// <summary>What is reported during a run.</summary>
/// <param name="Every">
/// Steps between two printed losses and frames; 0 lets the display choose and writes no frames.
/// </param>
/// <param name="Frames">Folder for intermediate pictures.</param>
/// <param name="Trace">File that gets one JSON object per step.</param>
/// <param name="Figure">Picture of inputs, result and loss curve.</param>
/// <param name="Level">How much is printed.</param>
/// <param name="Json">
/// True to print one JSON object on standard output at the end, and everything else on standard error.
/// </param>
/// <param name="Video">Video of the run.</param>
internal sealed record ReportOptions(
    int Every = 0,
    string? Frames = null,
    string? Trace = null,
    string? Figure = null,
    Verbosity Level = Verbosity.Normal,
    bool Json = false,
    string? Video = null);
