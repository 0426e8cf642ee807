using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Impasto.Cli.Queue;

/// <summary>Reads tables as people and programs write them: it finds the separator and the encoding.</summary>
internal static class ListText
{
    private static readonly string[] Separators = [",", ";", "\t"];

    // Without a mark, a table of Excel is in the letters of its country: western, central European, Cyrillic, Greek,
    // Turkish, Japanese, Chinese, Korean.
    private static readonly int[] CodePages = [1252, 1250, 1251, 1253, 1254, 932, 936, 949];

    /// <summary>Reads a table: the encoding and the separator are those under which most lines are good.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="isGood">Decides whether a line's fields are good, such as names of files that exist.</param>
    /// <returns>The lines that are not empty.</returns>
    public static IReadOnlyList<ListLine> Read(byte[] file, Func<IReadOnlyList<string>, bool> isGood)
    {
        IReadOnlyList<ListLine>? best = null;
        (int Good, int Wide) most = (-1, -1);
        foreach (string text in Texts(file))
        {
            string[] lines = text.ReplaceLineEndings("\n").Split('\n');
            // Excel may name the separator in a line of its own.
            string? named = lines[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase) ? lines[0][4..] : null;
            foreach (string separator in named is [var letter, ..] && IsSeparator(letter) ? [$"{letter}"] : Separators)
            {
                ListLine[] table = [.. Lines(lines, named is null ? 0 : 1, separator)];
                (int Good, int Wide) count = (
                    table.Count(line => line.Fields is not null && isGood(line.Fields)),
                    table.Count(line => line.Fields is { Count: > 1 }));
                if (count.CompareTo(most) > 0)
                    (best, most) = (table, count);
            }
        }

        return best!;
    }

    /// <summary>The text of a file in its most probable encoding.</summary>
    public static string Decode(byte[] file) => Texts(file).First();

    private static bool IsSeparator(char letter) =>
        letter == '\t' || (letter != '"' && (char.IsPunctuation(letter) || char.IsSymbol(letter)));

    private static IEnumerable<ListLine> Lines(string[] lines, int first, string separator)
    {
        for (int i = first; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length > 0)
                yield return new ListLine(i + 1, Fields(lines[i], separator));
        }
    }

    // A line at a time: a quote that is not closed costs its own line only.
    private static string[]? Fields(string line, string separator)
    {
        bool isBad = false;
        using var parser = new CsvParser(new StringReader(line), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator,
            TrimOptions = TrimOptions.Trim,
            BadDataFound = _ => isBad = true,
        });
        try
        {
            string[]? fields = parser.Read() ? parser.Record : [];
            return isBad ? null : fields;
        }
        catch (ArgumentOutOfRangeException)
        {
            // CsvHelper fails over some lines of spaces and odd separators.
            return null;
        }
    }

    private static IEnumerable<string> Texts(byte[] file)
    {
        if (Marked(file) is { } marked)
            return [Text(marked, file)];
        try
        {
            return [Text(new UTF8Encoding(false, throwOnInvalidBytes: true), file)];
        }
        catch (DecoderFallbackException)
        {
            return CodePages
                .Select(page => CodePagesEncodingProvider.Instance.GetEncoding(page)).OfType<Encoding>()
                .Select(encoding => Text(encoding, file));
        }
    }

    // UTF-16 without a mark: every other byte of Latin letters is 0.
    private static Encoding? Marked(byte[] file) => file switch
    {
        [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32,
        [0xFF, 0xFE, ..] or [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] or [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    private static string Text(Encoding encoding, byte[] file) => encoding.GetString(file).TrimStart('\uFEFF');
}
