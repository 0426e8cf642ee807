namespace Impasto.Studio.Runs;

/// <summary>Statuses and wishes as the store and the API spell them: one word in lower case.</summary>
internal static class RunWords
{
    public static string Of(RunStatus status) => status.ToString().ToLowerInvariant();

    public static string Of(RunWish wish) => wish.ToString().ToLowerInvariant();

    public static RunStatus ParseStatus(string text) => Enum.Parse<RunStatus>(text, ignoreCase: true);

    public static RunWish ParseWish(string text) => Enum.Parse<RunWish>(text, ignoreCase: true);
}
