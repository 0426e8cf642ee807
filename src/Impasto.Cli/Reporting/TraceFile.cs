using System.Text.Json;
using System.Text.Json.Nodes;

namespace Impasto.Cli.Reporting;

/// <summary>One JSON object a step, one a line, written as they happen.</summary>
internal sealed class TraceFile : IProgress<StylizeProgress>, IDisposable
{
    private readonly StreamWriter _writer;

    /// <param name="path">The file.</param>
    /// <param name="force">Whether an older one may be replaced.</param>
    /// <param name="after">
    /// The step after which the run goes on: what an older file says of steps up to it stays.
    /// </param>
    public TraceFile(string path, bool force, int after = 0)
    {
        try
        {
            string[] kept = after > 0 && File.Exists(path) ? [.. File.ReadLines(path).TakeWhile(line => IsUpTo(line, after))] : [];
            _writer = new StreamWriter(new FileStream(
                path, force ? FileMode.Create : FileMode.CreateNew, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
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
            ["scale"] = value.Scale,
            ["width"] = value.Size.Width,
            ["height"] = value.Size.Height,
            ["loss"] = value.Loss.Total,
        };
        // What each term adds to the loss.
        foreach (LossPart part in value.Loss.Parts)
            line[part.Name] = part.Weighted;
        line["seconds"] = value.Seconds;
        _writer.WriteLine(line.ToJsonString());
    }

    // The last line of a killed program may be half a line.
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
            // The disk is full: the step that met it has said so.
        }
    }
}
