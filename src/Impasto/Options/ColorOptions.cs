using Impasto.Text;

namespace Impasto;

/// <summary>Whose colours the result has.</summary>
public sealed record ColorOptions
{
    internal static IReadOnlyList<OptionEntry<ColorOptions>> Entries { get; } =
    [
        OptionEntries.Choice<ColorOptions, ColorMode>(
            new("color", "Whose colours it has",
                "Whose colours the result has: the painting's (auto: none after a painting without colours), the "
                    + "photograph's (content), the painting's matched to the photograph's before the run (match), the "
                    + "photograph's brought to the painting's palette after it (tint), or none (grey)."),
            o => o.Mode, (o, v) => o with { Mode = v }),
        OptionEntries.Choice<ColorOptions, ColorMatchMode>(
            new("color-method", "Way of matching colours",
                "How color match gives the painting the photograph's colours."),
            o => o.Method, (o, v) => o with { Method = v }),
    ];

    /// <summary>
    /// Whose colours the result has. Default: the painting's; none after a painting without colours.
    /// </summary>
    public ColorMode Mode { get; init; } = ColorMode.Auto;

    /// <summary>
    /// How the painting gets the photograph's colours with <see cref="ColorMode.Match"/>. Default: symmetric.
    /// </summary>
    public ColorMatchMode Method { get; init; } = ColorMatchMode.Symmetric;

    /// <summary>Whether brightness and colours of the pictures are parted before the run.</summary>
    internal bool PartsPictures => Mode is ColorMode.Content or ColorMode.Match;
}
