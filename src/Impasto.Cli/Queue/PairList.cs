using System.Text.Json;
using System.Text.Json.Nodes;
using Impasto.Cli.Words;

namespace Impasto.Cli.Queue;

/// <summary>Reads a list of pairs: CSV, or JSON. A line that can't be used costs only itself.</summary>
/// <param name="path">The file; relative names in it are relative to its folder.</param>
internal sealed class PairList(string path)
{
    private const string Expected =
        "expected lines content,style, or JSON as [[\"content\", \"style\"]]";

    private const string Content = "content", Style = "style", Weight = "weight", Output = "output", Words = "options";

    // A pipe, such as that of <(...), has no folder of its own.
    private readonly string _folder =
        path == "-" || path.StartsWith("/dev/", StringComparison.Ordinal) ? "" : Path.GetDirectoryName(path) ?? "";

    private readonly SortedSet<string> _ignored = new(StringComparer.Ordinal);

    /// <summary>Columns that mean nothing here.</summary>
    public IReadOnlyCollection<string> Ignored => _ignored;

    /// <summary>Reads the pairs.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <exception cref="ImpastoException">None of it can be used.</exception>
    public IReadOnlyList<Pair> Read(byte[] file)
    {
        bool isJson = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);
        Pair[] pairs = isJson ? [.. OfJson(ListText.Decode(file))] : [.. OfTable(file)];
        return pairs.Length > 0 ? pairs : throw new ImpastoException($"The list '{path}' is empty.");
    }

    private IEnumerable<Pair> OfTable(byte[] file)
    {
        IReadOnlyList<ListLine> lines = ListText.Read(file, fields => fields.Count(Exists) > 1);
        string[]? header = lines.Count > 0 ? HeaderOf(lines[0].Fields) : null;
        foreach (ListLine line in header is null ? lines : lines.Skip(1))
        {
            string place = $"{Path.GetFileName(path)}, line {line.Number}";
            if (line.Fields is not { } fields)
                yield return Pair.Unusable(place, "A quote is not closed, or stands inside a field.");
            else if (header is null)
                yield return OfFields(fields, place);
            else
                yield return OfColumns(header.Zip(fields, KeyValuePair.Create).Where(IsFilled), place);
        }

        static bool IsFilled(KeyValuePair<string, string> field) => field.Value.Length > 0;
    }

    private static string[]? HeaderOf(IReadOnlyList<string>? fields)
    {
        string[] names = [.. (fields ?? []).Select(field => field.ToLowerInvariant())];
        return names.Contains(Content) && names.Contains(Style) ? names : null;
    }

    // Without a header; programs that fill tables up write empty fields at the end.
    private Pair OfFields(IReadOnlyList<string> fields, string place)
    {
        string[] names = [.. fields.Reverse().SkipWhile(field => field.Length == 0).Reverse()];
        return names.Length == 2 && names[0].Length > 0
            ? new Pair(Find(names[0]), Find(names[1])) { Place = place }
            : Pair.Unusable(
                place,
                $"Expected content and style, got {names.Length} columns; a first line can name others: "
                + $"{Content}, {Style}, {Weight}, {Output}, {Words}.");
    }

    private Pair OfColumns(IEnumerable<KeyValuePair<string, string>> columns, string place)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        List<KeyValuePair<string, string>> options = [];
        foreach ((string name, string value) in columns)
        {
            if (name is Content or Style or Output)
                values[name] = value;
            else if (name == Weight)
                options.Add(KeyValuePair.Create("style-weight", value));
            else if (name == Words)
                options.AddRange(OptionsOf(value));
            else if (StylizeOptionCatalog.All.Any(known => known.Name == name))
                options.Add(KeyValuePair.Create(name, value));
            else if (name.Length > 0)
                _ignored.Add(name);
        }

        if (!values.TryGetValue(Content, out string? content) || !values.TryGetValue(Style, out string? style))
            return Pair.Unusable(place, $"Expected {Content} and {Style}, got only one of them or none.");
        return new Pair(Find(content), Find(style))
        {
            Output = values.GetValueOrDefault(Output),
            Options = options,
            Place = place,
        };
    }

    // --steps 20 --strength=40, or steps=20 strength=40
    private static List<KeyValuePair<string, string>> OptionsOf(string text)
    {
        List<KeyValuePair<string, string>> options = [];
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (int i = 0; i < words.Length; i++)
        {
            string word = words[i].TrimStart('-');
            int sign = word.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0)
                options.Add(KeyValuePair.Create(word[..sign], word[(sign + 1)..]));
            else
                options.Add(KeyValuePair.Create(word, i + 1 < words.Length ? words[++i] : ""));
        }

        return options;
    }

    private IEnumerable<Pair> OfJson(string text)
    {
        JsonArray entries;
        try
        {
            entries = JsonNode.Parse(text) as JsonArray ?? throw new JsonException();
        }
        catch (JsonException failure)
        {
            throw new ImpastoException($"The list '{path}' can't be used: {Expected}.", failure);
        }

        return entries.Select((entry, i) => OfEntry(entry, $"{Path.GetFileName(path)}, entry {i + 1}"));
    }

    private Pair OfEntry(JsonNode? entry, string place)
    {
        try
        {
            return OfJson(entry, place);
        }
        catch (ArgumentException)
        {
            // JsonNode finds it out when the names are asked for.
            return Pair.Unusable(place, "A name occurs twice in it.");
        }
    }

    private Pair OfJson(JsonNode? entry, string place) => entry switch
    {
        JsonArray { Count: 2 } pair when TextOf(pair[0]) is { Length: > 0 } content
            && TextOf(pair[1]) is { Length: > 0 } style => new Pair(Find(content), Find(style)) { Place = place },
        JsonObject columns when columns.All(column => TextOf(column.Value) is not null) =>
            OfColumns(columns.Select(column => KeyValuePair.Create(column.Key, TextOf(column.Value)!)), place),
        _ => Pair.Unusable(place, "Expected [\"content\", \"style\"] or {\"content\": ..., \"style\": ...}."),
    };

    // Options may be an object of their own.
    private static string? TextOf(JsonNode? node) => node switch
    {
        JsonValue value => value.ToString(),
        JsonObject options => string.Join(' ', options.Select(option => $"{option.Key}={option.Value}")),
        null => "",
        _ => null,
    };

    private bool Exists(string name) => PictureName.IsAddress(name) || PictureName.Exists(Find(name));

    // A list may come from Windows.
    private string Find(string name)
    {
        if (PictureName.IsAddress(name))
            return name;
        string found = Path.Combine(_folder, name), other = Path.Combine(_folder, name.Replace('\\', '/'));
        return !PictureName.Exists(found) && PictureName.Exists(other) ? other : found;
    }
}
