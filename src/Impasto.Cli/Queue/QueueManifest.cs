using System.Text.Json;

namespace Impasto.Cli.Queue;

/// <summary>What lies in a folder of results and how it was made: one JSON object a picture, one a line.</summary>
/// <remarks>
/// A picture is done where its line has the same key: SHA-256 of options, weights and the bytes of its inputs.
/// </remarks>
internal sealed class QueueManifest
{
    public const string Name = "impasto.jsonl";

    private readonly string _path;
    private readonly string _folder;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    // Whether the last line is only half there: the next begins on a line of its own.
    private bool _isHalf;

    /// <summary>Reads what is there; half a line of a killed program is left out.</summary>
    public QueueManifest(string folder)
    {
        _folder = folder;
        _path = Path.Combine(folder, Name);
        if (!File.Exists(_path))
            return;
        string text = File.ReadAllText(_path);
        _isHalf = text.Length > 0 && !text.EndsWith('\n');
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                if (JsonSerializer.Deserialize<Entry>(line, JsonSerializerOptions.Web) is { Output: not null, Figures: not null } entry)
                    _entries[entry.Output] = entry;
            }
            catch (JsonException)
            {
                // That picture is made again.
            }
        }
    }

    /// <summary>The figures of a picture that is there as it is wanted; null where it is not.</summary>
    public QueueFigures? Find(string output, string key)
    {
        lock (_gate)
            return File.Exists(output) && _entries.GetValueOrDefault(Short(output)) is { } entry && entry.Key == key ? entry.Figures : null;
    }

    /// <summary>Adds a picture that was written.</summary>
    public void Add(string output, string key, QueueFigures figures)
    {
        var entry = new Entry(Short(output), key, figures);
        lock (_gate)
        {
            _entries[entry.Output] = entry;
            File.AppendAllText(_path, $"{(_isHalf ? "\n" : "")}{JsonSerializer.Serialize(entry, JsonSerializerOptions.Web)}\n");
            _isHalf = false;
        }
    }

    private string Short(string output) => Path.GetRelativePath(_folder, output);

    private sealed record Entry(string Output, string Key, QueueFigures Figures);
}
