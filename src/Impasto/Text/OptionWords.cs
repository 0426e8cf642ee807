namespace Impasto.Text;

/// <summary>What an option is called, and what it does.</summary>
/// <param name="Name">The name without hyphens: style-weight.</param>
/// <param name="Label">
/// What people call it who use no command: "Strength of the painting"; a few words without a full stop.
/// </param>
/// <param name="Help">What it does, one sentence with its unit.</param>
internal sealed record OptionWords(string Name, string Label, string Help);
