using System.Text.Json;

namespace Impasto.Cli.Queue;

/// <summary>Describes the pictures in a folder of results: one JSON object per picture, each on its own line.</summary>
/// <remarks>
/// A picture is done if its line has the same key: the SHA-256 of options, weights and the bytes of its inputs.
/// </remarks>
internal sealed class QueueManifest
{
    public const string Name = "impasto.jsonl";

    private readonly string _path;
    private readonly string _folder;
    private readonly Dictionary<string, QueueEntry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    // True if the last line is incomplete: the next entry then begins with a new line.
    private bool _isHalf;

    /// <summary>Reads the manifest of a folder; skips an incomplete line of a killed program.</summary>
    /// <exception cref="ImpastoException">It exists and can't be read.</exception>
    public QueueManifest(string folder)
    {
        _folder = folder;
        _path = Path.Combine(folder, Name);
        string text = Text();
        _isHalf = text.Length > 0 && !text.EndsWith('\n');
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                QueueEntry? entry = JsonSerializer.Deserialize(line, QueueJson.Default.QueueEntry);
                if (entry is { Output: not null, Figures.Values: not null } && !entry.Output.Contains('\0'))
                    _entries[entry.Output] = entry;
            }
            catch (JsonException)
            {
                // The picture of this line is made again.
            }
        }
    }

    /// <summary>Full paths of all pictures that it describes.</summary>
    public IReadOnlySet<string> Outputs =>
        _entries.Keys.Select(name => Path.GetFullPath(Path.Combine(_folder, name))).ToHashSet(StringComparer.Ordinal);

    /// <summary>The figures of a picture that exists with this key; null if it does not.</summary>
    public QueueFigures? Find(string output, string key)
    {
        lock (_gate)
        {
            QueueEntry? entry = File.Exists(output) ? _entries.GetValueOrDefault(Short(output)) : null;
            return entry?.Key == key ? entry.Figures : null;
        }
    }

    /// <summary>Adds a finished picture.</summary>
    /// <exception cref="IOException">
    /// The line can't be written; the picture is described for this call only.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Add(string output, string key, QueueFigures figures)
    {
        var entry = new QueueEntry(Short(output), key, figures);
        string line = JsonSerializer.Serialize(entry, QueueJson.Default.QueueEntry);
        lock (_gate)
        {
            _entries[entry.Output] = entry;
            string start = _isHalf ? "\n" : "";
            _isHalf = true;
            File.AppendAllText(_path, $"{start}{line}\n");
            _isHalf = false;
        }
    }

    private string Text()
    {
        try
        {
            return File.Exists(_path) ? File.ReadAllText(_path) : "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"The manifest '{_path}' can't be read: {failure.Reason()}.", failure);
        }
    }

    private string Short(string output) => Path.GetRelativePath(_folder, output);
}
