using System.Globalization;
using System.Text.Json;
using Impasto.Networks;
using Impasto.Training;
using Spectre.Console;

namespace Impasto.Cli.Full;

/// <summary>Reports a training: means over the last steps, printed and in a log that a restart continues.</summary>
internal sealed class DistillLog : IProgress<DistillProgress>, IDisposable
{
    private readonly IAnsiConsole _console;
    private readonly int _every;
    private readonly TrainingLogFile _file;
    private readonly List<DistillProgress> _recent = [];
    private readonly List<DistillLogEntry> _entries = [];

    /// <param name="console">Prints the lines.</param>
    /// <param name="every">Steps from one line to the next.</param>
    /// <param name="path">The log, which is continued if it exists; null for none.</param>
    public DistillLog(IAnsiConsole console, int every, string? path)
    {
        _console = console;
        _every = every;
        if (path is not null)
            _entries.AddRange(Earlier(path));
        _file = new TrainingLogFile(console, path);
    }

    /// <summary>Why the log is incomplete, as a clause; null if it is not.</summary>
    public string? Problem => _file.Problem;

    /// <summary>All entries, with those of earlier runs in the log.</summary>
    public IReadOnlyList<DistillLogEntry> Entries => _entries;

    public void Report(DistillProgress value)
    {
        _recent.Add(value);
        if (value.Step % _every != 0)
            return;
        var entry = new DistillLogEntry(
            value.Step,
            _recent.Average(step => step.Loss),
            Means(step => step.Features),
            Means(step => step.Grams),
            Means(step => step.Visited),
            Math.Round(value.Elapsed.TotalSeconds, 2));
        _recent.Clear();
        // A killed run may have logged steps that this run repeats.
        _entries.RemoveAll(older => older.Step >= entry.Step);
        _entries.Add(entry);
        _file.Write(JsonSerializer.Serialize(entry, DistillLogEntry.Json));
        _console.WriteLine(Line(entry, value.Steps));
    }

    public void Dispose() => _file.Dispose();

    private static List<DistillLogEntry> Earlier(string path)
    {
        try
        {
            return File.Exists(path) && HasContent(path) ? [.. File.ReadLines(path).Select(Parse)] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw TrainingLogFile.Unusable(path, failure);
        }
    }

    // A device may be read without end, and has no length.
    private static bool HasContent(string path)
    {
        using FileStream file = File.OpenRead(path);
        return file.CanSeek && file.Length > 0;
    }

    private static DistillLogEntry Parse(string line) =>
        JsonSerializer.Deserialize<DistillLogEntry>(line, DistillLogEntry.Json)!;

    private Dictionary<string, double> Means(Func<DistillProgress, IReadOnlyDictionary<LayerName, double>> part) =>
        part(_recent[0]).Keys.Order(VggLayers.Order).ToDictionary(
            layer => layer.ToString(), layer => Math.Round(_recent.Average(step => part(step)[layer]), 6));

    private static string Line(DistillLogEntry entry, int steps) => string.Create(
        CultureInfo.InvariantCulture,
        $"Step {entry.Step} of {steps}  loss {entry.Loss:0.0000}  features {Join(entry.Features)}  "
        + $"gram {Join(entry.Grams)}  own {Join(entry.Visited)}  {entry.Seconds:0} s");

    private static string Join(IReadOnlyDictionary<string, double> values) =>
        string.Join('/', values.Values.Select(value => value.ToString("0.0000", CultureInfo.InvariantCulture)));
}
