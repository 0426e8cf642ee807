namespace Impasto.Cli;

/// <summary>
/// Failures of the library in the words of the command line: hyphens before options, and what to do about it.
/// </summary>
internal static class Advice
{
    /// <summary>A failure as sentences for the user.</summary>
    public static string Of(Exception failure) => failure switch
    {
        InvalidOptionsException { Problems.Count: > 0 } options => Of(options.Problems),
        MemoryException => $"{failure.Reason()}: use a smaller --size, or raise --memory.",
        FileException { AlreadyExists: true } =>
            $"{failure.Reason()}: choose another name, or replace it with --force.",
        PictureException { PixelLimit: not null } => $"{failure.Reason()} (--max-pixels).",
        _ => failure.Message,
    };

    /// <summary>Problems with options, one a line.</summary>
    public static string Of(IReadOnlyList<OptionProblem> problems) => string.Join(
        Environment.NewLine, problems.Select(problem => problem.Option is null ? $"{problem}" : $"--{problem}"));
}
