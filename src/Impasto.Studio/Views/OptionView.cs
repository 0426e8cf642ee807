namespace Impasto.Studio.Views;

/// <summary>An option, in words for people and as the help of the command line describes it.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Label">What people call it who use no command.</param>
/// <param name="Group">Its heading.</param>
/// <param name="Help">What it does.</param>
/// <param name="Range">The values it takes, for people.</param>
/// <param name="Choices">All values, if they are words; otherwise empty.</param>
internal sealed record OptionView(
    string Name, string Label, string Group, string Help, string Range, IReadOnlyList<string> Choices)
{
    public static OptionView Of(StylizeOption option) =>
        new(option.Name, option.Label, option.Group, option.Help, option.Range, option.Choices);
}
