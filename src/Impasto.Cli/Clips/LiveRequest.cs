using Impasto.Cli.Requests;

namespace Impasto.Cli.Clips;

/// <summary>Where frames come from, how they are painted, and where they go.</summary>
/// <param name="Recipe">How they are painted.</param>
internal sealed record LiveRequest(GlanceRequest Recipe)
{
    /// <summary>The folder that they come into; null for standard input.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether only what the folder has now is painted.</summary>
    public bool Once { get; init; }

    /// <summary>Whether no frame is dropped.</summary>
    public bool TakesAll { get; init; }

    /// <summary>The folder for the painted ones; null for standard output.</summary>
    public string? Output { get; init; }

    /// <summary>The ending of files in that folder, with its dot.</summary>
    public string Ending { get; init; } = ".png";

    /// <summary>Whether what that folder has already is painted again.</summary>
    public bool Force { get; init; }

    /// <summary>Whether only problems are printed.</summary>
    public bool IsQuiet { get; init; }
}
