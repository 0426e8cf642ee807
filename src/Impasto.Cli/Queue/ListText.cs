using System.Text;

namespace Impasto.Cli.Queue;

/// <summary>Reads tables as people and programs write them: it finds the separator and the encoding.</summary>
internal static class ListText
{
    // Lines of one entry at most.
    private const int MostLines = 50;

    private static readonly char[] Separators = [',', ';', '\t'];

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
            foreach (char separator in named is [var letter, ..] && IsSeparator(letter) ? [letter] : Separators)
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

    private static IEnumerable<ListLine> Lines(string[] lines, int first, char separator)
    {
        for (int i = first; i < lines.Length; i++)
        {
            int start = i;
            if (lines[i].Trim().Length > 0)
                yield return new ListLine(start + 1, Fields(lines[i], separator) ?? Longer(lines, ref i, separator));
        }
    }

    // Programs write fields with line breaks in quotes. A quote that nothing closes costs its own line only.
    private static List<string>? Longer(string[] lines, ref int last, char separator)
    {
        string text = lines[last];
        for (int i = last + 1; i < Math.Min(lines.Length, last + MostLines); i++)
        {
            text += "\n" + lines[i];
            if (Fields(text, separator) is not { } fields)
                continue;
            last = i;
            return fields;
        }

        return null;
    }

    // Quotes as in RFC 4180; spaces around a field do not belong to it. Null for a quote that is not closed, or stands
    // inside a field.
    private static List<string>? Fields(string line, char separator)
    {
        List<string> fields = [];
        for (int start = 0; start <= line.Length;)
        {
            while (start < line.Length && line[start] == ' ')
                start++;
            bool isQuoted = start < line.Length && line[start] == '"';
            int end = isQuoted ? Closing(line, start) + 1 : start;
            if (isQuoted && end == 0)
                return null;
            int next = line.IndexOf(separator, end);
            next = next < 0 ? line.Length : next;
            string rest = line[end..next].TrimEnd(' ');
            if (isQuoted ? rest.Length > 0 : rest.Contains('"', StringComparison.Ordinal))
                return null;
            fields.Add(isQuoted ? line[(start + 1)..(end - 1)].Replace("\"\"", "\"", StringComparison.Ordinal) : rest);
            start = next + 1;
        }

        return fields;
    }

    // The quote that closes a field; two of them stand for one inside it. -1 if there is none.
    private static int Closing(string line, int opening)
    {
        for (int i = opening + 1; i < line.Length; i++)
        {
            if (line[i] != '"')
                continue;
            if (i + 1 == line.Length || line[i + 1] != '"')
                return i;
            i++;
        }

        return -1;
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
