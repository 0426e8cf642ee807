namespace Impasto;

/// <summary>A recipe by name.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Summary">What it is for, one sentence.</param>
/// <param name="Options">What it sets.</param>
public sealed record Preset(string Name, string Summary, StylizeOptions Options)
{
    /// <summary>When to take it, and why its values are what they are; a few sentences.</summary>
    public string Explanation { get; init; } = "";
}
