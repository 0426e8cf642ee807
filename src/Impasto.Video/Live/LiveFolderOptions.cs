namespace Impasto.Video.Live;

/// <summary>Which pictures of a folder are read, and when it ends.</summary>
public sealed record LiveFolderOptions
{
    /// <summary>
    /// Whether every picture is given; otherwise only the newest of those that came meanwhile. Default: false.
    /// </summary>
    public bool TakesAll { get; init; }

    /// <summary>
    /// Whether only the pictures that are there now are given, all of them, by the numbers in their names. Default:
    /// false, new ones are waited for.
    /// </summary>
    public bool Once { get; init; }

    /// <summary>
    /// Whether a picture, by its file's name, need not be read. Called once for each. Default: never.
    /// </summary>
    public Func<string, bool> IsDone { get; init; } = _ => false;
}
