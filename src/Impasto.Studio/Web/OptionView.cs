namespace Impasto.Studio.Web;

/// <summary>An option, as the command line's help describes it.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Group">The heading it belongs under.</param>
/// <param name="Help">What it does.</param>
/// <param name="Range">The values it takes, for people.</param>
/// <param name="Choices">All values, where they are words.</param>
internal sealed record OptionView(string Name, string Group, string Help, string Range, IReadOnlyList<string> Choices);
