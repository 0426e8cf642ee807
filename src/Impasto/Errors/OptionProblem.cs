namespace Impasto;

/// <summary>One thing that is wrong with the options of a run.</summary>
/// <param name="Option">Name of the option, as in <c>StylizeOptionCatalog</c>; null if no single option is to blame.</param>
/// <param name="Value">Its value as text; null where there is none.</param>
/// <param name="Message">What was expected, without the option's name or value: "expected 0 to 1".</param>
public sealed record OptionProblem(string? Option, string? Value, string Message)
{
    /// <summary>The problem as one sentence.</summary>
    public override string ToString() => Option is null
        ? Message
        : $"{Option}: {Message}{(Value is null ? "" : $", got '{Value}'")}.";
}
