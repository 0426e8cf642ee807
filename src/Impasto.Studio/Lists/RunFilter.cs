using Impasto.Studio.Runs;

namespace Impasto.Studio.Lists;

/// <summary>Which runs a list has, and in which order.</summary>
internal sealed record RunFilter
{
    /// <summary>A text that the name of photograph, painting or preset contains; empty (the default) for all.</summary>
    public string Search { get; init; } = "";

    /// <summary>The states; empty (the default) for all.</summary>
    public IReadOnlyList<RunStatus> States { get; init; } = [];

    /// <summary>True for clips only, false for pictures only; null (the default) for both.</summary>
    public bool? IsClip { get; init; }

    /// <summary>True for favorites only. Default: false.</summary>
    public bool IsFavorite { get; init; }

    /// <summary>The preset's name; empty (the default) for all.</summary>
    public string Preset { get; init; } = "";

    /// <summary>The whole file name of one of the paintings; empty (the default) for all.</summary>
    public string Painting { get; init; } = "";

    /// <summary>The order. Default: the newest first.</summary>
    public RunSort Sort { get; init; }
}
