namespace Impasto;

/// <summary>A recipe by name.</summary>
/// <param name="Name">Its name, unique among presets.</param>
/// <param name="Summary">What it is for, one sentence.</param>
/// <param name="Options">Its options.</param>
public sealed record Preset(string Name, string Summary, StylizeOptions Options)
{
    /// <summary>When to use it, and the reasons for its values; a few sentences.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>Dots per inch that its pictures state; null (the default) for the photograph's.</summary>
    public double? Dpi { get; init; }
}
