namespace Impasto.Cli;

/// <summary>Failures of the library in the words of the command line: hyphens before options, and what to do about it.</summary>
internal static class Advice
{
    /// <summary>A failure as sentences for the user.</summary>
    public static string Of(ImpastoException failure) => failure switch
    {
        InvalidOptionsException { Problems.Count: > 0 } options => Of(options.Problems),
        MemoryException => $"{failure.Message.TrimEnd('.')}: use a smaller --size, or raise --memory.",
        _ => failure.Message,
    };

    /// <summary>Problems with options, one a line.</summary>
    public static string Of(IReadOnlyList<OptionProblem> problems) =>
        string.Join(Environment.NewLine, problems.Select(problem => problem.Option is null ? $"{problem}" : $"--{problem}"));
}
