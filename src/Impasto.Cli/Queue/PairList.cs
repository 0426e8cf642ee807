using System.Text.Json;
using System.Text.Json.Nodes;
using Impasto.Imaging;

namespace Impasto.Cli.Queue;

/// <summary>The pairs of a batch: all pairs of photographs and paintings, or those in a list.</summary>
internal static class PairList
{
    /// <summary>
    /// Finds the pictures for some words. A word is a folder, a pattern such as photos/*.jpg, or a file.
    /// </summary>
    /// <exception cref="ImpastoException">There are no pictures for a word.</exception>
    public static IReadOnlyList<string> Pictures(string option, IEnumerable<string> words)
    {
        List<string> found = [];
        foreach (string word in words)
        {
            string[] pictures = [.. Find(word).Order(StringComparer.Ordinal)];
            if (pictures.Length == 0)
                throw new ImpastoException($"{option} '{word}': no picture was found.");
            found.AddRange(pictures);
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Reads a list: CSV with lines content,style, or JSON as [["content", "style"], ...] or [{"content": ..., "style":
    /// ...}, ...]. Names are relative to the list's folder.
    /// </summary>
    /// <exception cref="ImpastoException">The list can't be read, or is invalid.</exception>
    public static IReadOnlyList<(string Content, string Style)> Read(string path)
    {
        string folder = Path.GetDirectoryName(path) ?? "";
        try
        {
            string text = File.ReadAllText(path);
            bool isJson = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);
            IEnumerable<(string Content, string Style)> pairs = isJson
                ? JsonNode.Parse(text)!.AsArray().Select(Pair)
                : text.ReplaceLineEndings("\n").Split('\n')
                    .Where(line => line.Trim().Length > 0)
                    .Where(line => !line.StartsWith("content,", StringComparison.OrdinalIgnoreCase))
                    .Select(Pair);
            (string, string)[] all = [.. pairs.Select(pair => (Place(pair.Content), Place(pair.Style)))];
            return all.Length > 0 ? all : throw new ImpastoException($"The list '{path}' is empty.");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException
            or NullReferenceException or ArgumentException)
        {
            throw new ImpastoException(
                $"The list '{path}' can't be used: expected lines content,style, or JSON as "
                + "[[\"content\", \"style\"]].",
                failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"The list '{path}' can't be read: {failure.Reason()}.", failure);
        }

        string Place(string name) => name.Contains("://", StringComparison.Ordinal) ? name : Path.Combine(folder, name);
    }

    private static (string Content, string Style) Pair(JsonNode? node) => node is JsonArray pair
        ? pair.Count == 2 ? ((string)pair[0]!, (string)pair[1]!) : throw new FormatException()
        : ((string)node!["content"]!, (string)node["style"]!);

    // Names in quotes may contain commas; a quote inside is written twice.
    private static (string Content, string Style) Pair(string line)
    {
        List<string> fields = [];
        for (int at = 0; at <= line.Length;)
        {
            bool quoted = at < line.Length && line[at] == '"';
            int end = quoted ? line.IndexOf('"', at + 1) : line.IndexOf(',', at);
            while (quoted && end >= 0 && end + 1 < line.Length && line[end + 1] == '"')
                end = line.IndexOf('"', end + 2);
            if (quoted && end < 0)
                throw new FormatException();
            end = end < 0 ? line.Length : end;
            fields.Add(quoted
                ? line[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal)
                : line[at..end].Trim());
            at = end + (quoted ? 2 : 1);
        }

        return fields.Count == 2 && fields.TrueForAll(field => field.Length > 0)
            ? (fields[0], fields[1])
            : throw new FormatException();
    }

    private static bool IsPicture(string file) =>
        PictureFormat.All.Any(format => format.HasExtension(Path.GetExtension(file)));

    private static IEnumerable<string> Find(string word)
    {
        if (Directory.Exists(word))
            return Directory.EnumerateFiles(word).Where(IsPicture);
        string pattern = Path.GetFileName(word);
        string folder = Path.GetDirectoryName(word) is { Length: > 0 } named ? named : ".";
        if (!pattern.Contains('*', StringComparison.Ordinal) && !pattern.Contains('?', StringComparison.Ordinal))
            return [word];
        if (!Directory.Exists(folder))
            return [];
        IEnumerable<string> files = Directory.EnumerateFiles(folder, pattern);
        return folder == "." ? files.Select(file => Path.GetFileName(file)) : files;
    }
}
