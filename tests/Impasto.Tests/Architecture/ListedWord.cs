using System.Text.RegularExpressions;

namespace Impasto.Tests.Architecture;

/// <summary>A word or phrase that the project's texts avoid.</summary>
internal sealed partial class ListedWord
{
    private readonly string _longest;
    private readonly Regex _pattern;

    private ListedWord(string phrase, string instead)
    {
        (Phrase, Instead) = (phrase, instead);
        _longest = phrase.Split(' ').MaxBy(word => word.Length)!;
        // A space also matches the end of a line, with the signs of a comment, and the underscore of a test's name.
        string text = Regex.Escape(phrase).Replace("\\ ", @"[\s_/]+", StringComparison.Ordinal);
        string start = char.IsLetter(phrase[0]) ? "(?<![A-Za-z])" : "";
        _pattern = new Regex($"{start}{text}(?![A-Za-z])", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
    }

    /// <summary>The word.</summary>
    public string Phrase { get; }

    /// <summary>What to write instead.</summary>
    public string Instead { get; }

    /// <summary>Reads the rows of a table: | `word`, `other word` | what to write |.</summary>
    public static ListedWord[] ReadAll(string table) => [.. Row().Matches(table)
        .SelectMany(row => Quoted().Matches(row.Groups["words"].Value)
            .Select(phrase => new ListedWord(phrase.Groups["phrase"].Value, row.Groups["instead"].Value.Trim())))];

    /// <summary>A text without the rows that list words.</summary>
    public static string WithoutTable(string text) => Row().Replace(text, "");

    /// <summary>The places of the word in a text.</summary>
    public IEnumerable<int> Find(string text) =>
        // Most texts lack the word: looking for its letters first takes a tenth of the time.
        text.Contains(_longest, StringComparison.OrdinalIgnoreCase)
            ? _pattern.Matches(text).Select(match => match.Index)
            : [];

    [GeneratedRegex(
        @"^\| (?<words>`[^|]+) \|(?<instead>[^|]+)\|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<phrase>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
