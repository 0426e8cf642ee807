using System.Text.Json;
using System.Text.Json.Nodes;

namespace Impasto.Cli.Reporting;

/// <summary>Writes one JSON object per step, each on its own line, during the run.</summary>
internal sealed class TraceFile : IProgress<StylizeProgress>, IDisposable
{
    private readonly StreamWriter _writer;

    /// <param name="path">The file.</param>
    /// <param name="force">True if an older file may be replaced.</param>
    /// <param name="after">The step after which the run continues: an older file keeps its lines up to it.</param>
    public TraceFile(string path, bool force, int after = 0)
    {
        try
        {
            // A pipe has no length, and nothing to keep.
            string[] kept = after > 0 && new FileInfo(path) is { Exists: true, Length: > 0 }
                ? [.. File.ReadLines(path).TakeWhile(line => IsUpTo(line, after))]
                : [];
            FileMode mode = force ? FileMode.Create : FileMode.CreateNew;
            var stream = new FileStream(path, mode, FileAccess.Write, FileShare.Read);
            _writer = new StreamWriter(stream) { AutoFlush = true };
            foreach (string line in kept)
                _writer.WriteLine(line);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"'{path}' can't be written: {failure.Reason()}.", failure);
        }
    }

    public void Report(StylizeProgress value)
    {
        var line = new JsonObject
        {
            ["step"] = value.Step,
            ["total"] = value.TotalSteps,
            ["scale"] = value.Scale,
            ["width"] = value.Size.Width,
            ["height"] = value.Size.Height,
            ["loss"] = value.Loss.Total,
        };
        // The terms add up to the loss.
        foreach (LossPart part in value.Loss.Parts)
            line[part.Name] = part.Weighted;
        line["seconds"] = value.Seconds;
        _writer.WriteLine(line.ToJsonString());
    }

    // A killed program may have written only a part of the last line.
    private static bool IsUpTo(string line, int step)
    {
        try
        {
            return (int?)JsonNode.Parse(line)?["step"] <= step;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // The disk is full, which a step reported already.
        }
    }
}
