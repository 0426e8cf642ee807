namespace Impasto;

/// <summary>The numbers that an option takes, for forms and for descriptions that programs read.</summary>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
public sealed record OptionNumbers(double Least, double Most)
{
    /// <summary>True if it takes whole numbers only. Default: false.</summary>
    public bool IsWhole { get; init; }

    /// <summary>A word that may stand for a number, such as same; null (the default) for none.</summary>
    public string? Word { get; init; }

    /// <summary>True if it takes texts as well, such as 20x30cm as size or 40,24,16 as steps. Default: false.</summary>
    public bool TakesTexts { get; init; }
}
