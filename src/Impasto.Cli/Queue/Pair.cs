namespace Impasto.Cli.Queue;

/// <summary>A photograph and a painting, and what is particular about their picture.</summary>
/// <param name="Content">The photograph.</param>
/// <param name="Style">The painting.</param>
internal sealed record Pair(string Content, string Style)
{
    /// <summary>The picture's file in the folder of the results; null for a name made of the pair.</summary>
    public string? Output { get; init; }

    /// <summary>Options that differ from those of the call, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Options { get; init; } = [];

    /// <summary>Where a list names the pair: "pairs.csv, line 3"; empty for no list.</summary>
    public string Place { get; init; } = "";

    /// <summary>Why the list's line can't be used, one sentence; null if it can.</summary>
    public string? Problem { get; init; }

    /// <summary>A line of a list that can't be used.</summary>
    public static Pair Unusable(string place, string problem) => new("", "") { Place = place, Problem = problem };
}
