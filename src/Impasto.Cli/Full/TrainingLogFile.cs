using Spectre.Console;

namespace Impasto.Cli.Full;

/// <summary>The log of a training, line by line. The training goes on without it if it can't be written.</summary>
internal sealed class TrainingLogFile : IDisposable
{
    private readonly IAnsiConsole _console;
    private StreamWriter? _file;

    /// <param name="console">Prints why the log is incomplete, once.</param>
    /// <param name="path">The file, which is continued if it exists; null for none.</param>
    /// <exception cref="ImpastoException">The file can't be continued.</exception>
    public TrainingLogFile(IAnsiConsole console, string? path)
    {
        _console = console;
        if (path is null)
            return;
        try
        {
            var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
            // A device has no length.
            IsNew = !stream.CanSeek || stream.Length == 0;
            _file = new StreamWriter(stream) { AutoFlush = true };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, failure);
        }
    }

    /// <summary>Whether nothing was in the file.</summary>
    public bool IsNew { get; }

    /// <summary>Why the log is incomplete, as a clause; null if it is not.</summary>
    public string? Problem { get; private set; }

    /// <summary>A log that can't be continued.</summary>
    public static ImpastoException Unusable(string path, Exception failure) =>
        new($"The log '{path}' can't be continued: {failure.Reason()}.", failure);

    /// <summary>Adds a line.</summary>
    public void Write(string line)
    {
        try
        {
            _file?.WriteLine(line);
        }
        catch (IOException failure)
        {
            Problem = failure.Reason();
            _console.WriteLine($"The log is incomplete: {Problem}; the training continues.");
            Dispose();
            _file = null;
        }
    }

    public void Dispose()
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
}
