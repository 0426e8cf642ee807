namespace Impasto.Cli.Requests;

/// <summary>What is told along the way.</summary>
/// <param name="Every">
/// Steps between two printed losses and frames; 0 for the display's own choice and no frames.
/// </param>
/// <param name="Frames">Folder for intermediate pictures.</param>
/// <param name="Video">Moving picture of the run.</param>
/// <param name="Trace">File that gets a JSON object a step.</param>
/// <param name="Figure">Picture of inputs, result and loss curve.</param>
/// <param name="Level">How much is printed.</param>
/// <param name="Json">
/// Whether one JSON object goes to standard output at the end, and all else to standard error.
/// </param>
internal sealed record ReportOptions(
    int Every = 0, string? Frames = null, string? Trace = null, string? Figure = null, Verbosity Level = Verbosity.Normal, bool Json = false, string? Video = null);
