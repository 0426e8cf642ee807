namespace Impasto.Studio.Answers;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">The field: an option by its name on the command line.</param>
/// <param name="Detail">A sentence that stands beside the field, and so does not name it.</param>
internal sealed record FieldProblem(string Field, string Detail)
{
    /// <summary>Those problems that are about one option.</summary>
    public static IReadOnlyList<FieldProblem> Of(IEnumerable<OptionProblem> problems) =>
    [
        .. problems.Where(problem => problem.Option is not null).Select(problem => new FieldProblem(
            problem.Option!, WithoutName(problem.Option!, problem.ToString()))),
    ];

    // "size: expected ..." is "Expected ..." at the field.
    private static string WithoutName(string name, string sentence)
    {
        string rest = sentence.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase)
            ? sentence[(name.Length + 2)..]
            : sentence;
        return rest.Length == 0 ? rest : char.ToUpperInvariant(rest[0]) + rest[1..];
    }
}
