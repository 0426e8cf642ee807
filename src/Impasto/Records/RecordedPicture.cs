using System.Text.RegularExpressions;

namespace Impasto.Records;

/// <summary>A picture that a run reads, by its name.</summary>
/// <param name="Name">A path, an address, or whatever else the reader of the pictures understands.</param>
public sealed partial record RecordedPicture(string Name)
{
    /// <summary>SHA-256 of the picture's file in hexadecimal; null (the default) if unknown.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The hash of the file, with the page of FILE#page=N; the name if the hash is unknown.</summary>
    internal string Identity => Sha256 is null ? Name : Sha256 + PageOf(Name);

    /// <summary>The page at the end of a name, with its mark; empty if it has none.</summary>
    internal static string PageOf(string name) => Page().Match(name).Value;

    [GeneratedRegex("#page=[0-9]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Page();
}
