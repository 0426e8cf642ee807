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
    private StreamWriter? _file;
    private readonly List<DistillProgress> _recent = [];
    private readonly List<DistillLogEntry> _entries = [];

    /// <param name="console">Prints the lines.</param>
    /// <param name="every">Steps from one line to the next.</param>
    /// <param name="path">The log, which is continued if it exists; null for none.</param>
    public DistillLog(IAnsiConsole console, int every, string? path)
    {
        _console = console;
        _every = every;
        if (path is null)
            return;
        try
        {
            if (File.Exists(path) && HasContent(path))
                _entries.AddRange(File.ReadLines(path).Select(Parse));
            var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
            _file = new StreamWriter(stream) { AutoFlush = true };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ImpastoException($"The log '{path}' can't be continued: {failure.Reason()}.", failure);
        }
    }

    /// <summary>Why the log is incomplete, as a clause; null if it is not.</summary>
    public string? Problem { get; private set; }

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
        Write(entry);
        _console.WriteLine(Line(entry, value.Steps));
    }

    public void Dispose() => Close();

    // The training goes on without its log.
    private void Write(DistillLogEntry entry)
    {
        try
        {
            _file?.WriteLine(JsonSerializer.Serialize(entry, DistillLogEntry.Json));
        }
        catch (IOException failure)
        {
            Problem = failure.Reason();
            _console.WriteLine($"The log is incomplete: {Problem}; the training continues.");
            Close();
            _file = null;
        }
    }

    private void Close()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // The disk is full, which a step reported already.
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
