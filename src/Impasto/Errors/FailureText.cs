using System.Text.RegularExpressions;

namespace Impasto;

/// <summary>Turns the message of a failure into a clause of one of our sentences.</summary>
internal static partial class FailureText
{
    // Enough to recognise a path or a text by its ends.
    private const int KeptOfQuote = 80;

    private const int Longest = 1200, KeptEnd = 200;

    /// <summary>
    /// A message on one line of a bearable length, whatever it quotes: control characters become ?, and of a long quote
    /// only the ends are left.
    /// </summary>
    /// <param name="message">The message; its quotes may come from a file.</param>
    public static string Sentence(string message)
    {
        string cut = LongQuote().Replace(message, quote =>
            $"'{quote.Value[1..KeptOfQuote]}…{quote.Value[^KeptOfQuote..^1]}'");
        if (cut.Length > Longest)
            cut = $"{cut[..(Longest - KeptEnd)]}…{cut[^KeptEnd..]}";
        return cut.Any(IsOdd) ? string.Concat(cut.Select(letter => IsOdd(letter) ? '?' : letter)) : cut;

        static bool IsOdd(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029';
    }

    /// <summary>
    /// The first line of the message without its full stop, to follow a colon: "'x' can't be read: REASON."
    /// </summary>
    public static string Reason(this Exception failure)
    {
        if (IsDiskFull(failure))
            return "the disk is full";
        string line = failure.Message.Split('\n')[0].TrimEnd('\r', '.');
        // .NET repeats the path: "Access to the path is denied : '/disk/x.png'".
        int path = failure is IOException ? line.IndexOf(" : '", StringComparison.Ordinal) : -1;
        return path > 0 ? line[..path] : line;
    }

    // What the system says, or for quotas: ENOSPC, EDQUOT (Linux, macOS), ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL.
    private static bool IsDiskFull(Exception failure) => failure is IOException
        && (failure.HResult is 28 or 122 or 69 || (failure.HResult & 0xFFFF) is 0x70 or 0x27 && failure.HResult < 0);

    /// <summary>Why a file can't be opened, as a clause.</summary>
    /// <param name="failure">What opening it threw: an IOException or an UnauthorizedAccessException.</param>
    /// <param name="path">The file.</param>
    public static string ReadReason(this Exception failure, string path) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => Directory.Exists(path) ? "it is a folder" : "it may not be read",
        _ => failure.Reason(),
    };

    [GeneratedRegex("'[^']{400,}'", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongQuote();
}
