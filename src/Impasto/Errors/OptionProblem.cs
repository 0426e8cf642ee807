using System.Globalization;

namespace Impasto;

/// <summary>One thing that is wrong with the options of a run.</summary>
/// <param name="Option">The option's name without hyphens: style-weight; null if no single option is to blame.</param>
/// <param name="Value">The option's value as text; null where there is none.</param>
/// <param name="Message">What was expected, without name and value: "expected 0 to 1"; a whole sentence if
/// <paramref name="Option"/> is null.</param>
public sealed record OptionProblem(string? Option, string? Value, string Message)
{
    /// <summary>The problem as one sentence.</summary>
    public override string ToString() =>
        FailureText.Sentence(Option is null ? Message : $"{Option}: {Message}{Got}.");

    private string Got => Value is null ? "" : IsNumber(Value) ? $", got {Value}" : $", got '{Value}'";

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
