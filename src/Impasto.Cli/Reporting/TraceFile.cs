using System.Text.Json;

namespace Impasto.Cli.Reporting;

/// <summary>One JSON object a step, one a line, written as they happen.</summary>
internal sealed class TraceFile : IProgress<StylizeProgress>, IDisposable
{
    private readonly StreamWriter _writer;

    public TraceFile(string path, bool force)
    {
        try
        {
            _writer = new StreamWriter(new FileStream(
                path, force ? FileMode.Create : FileMode.CreateNew, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"'{path}' can't be written: {failure.Message.TrimEnd('.')}.", failure);
        }
    }

    public void Report(StylizeProgress value) => _writer.WriteLine(JsonSerializer.Serialize(new
    {
        step = value.Step,
        scale = value.Scale,
        width = value.Width,
        height = value.Height,
        loss = value.Loss,
        content = value.Content,
        style = value.Style,
        tv = value.Tv,
        seconds = value.Seconds,
    }));

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
