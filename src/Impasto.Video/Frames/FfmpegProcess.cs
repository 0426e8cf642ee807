using System.ComponentModel;
using System.Diagnostics;

namespace Impasto.Video.Frames;

/// <summary>
/// A program with its pipes, started without a shell. What it reports is read all the time, so that it never waits for
/// us; it is killed when it is cancelled or disposed of before its end.
/// </summary>
internal sealed class FfmpegProcess : IDisposable
{
    private const int KeptLines = 30;

    private readonly Process _process;
    private readonly Queue<string> _report = new();

    private FfmpegProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>What the program reads.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What the program writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="words">Its arguments, passed as they are.</param>
    /// <exception cref="ClipException">It can't be started.</exception>
    public static FfmpegProcess Start(string program, IEnumerable<string> words)
    {
        ProcessStartInfo start = new(program, words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        try
        {
            return new FfmpegProcess(Process.Start(start)!);
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            throw new ClipException($"'{program}' can't be started: {failure.Reason()}.", failure);
        }
    }

    /// <summary>Runs a program that needs no input, and gives what it writes.</summary>
    /// <returns>Its output; null and the reason if it fails.</returns>
    public static (string? Output, string Reason) Run(
        string program, IEnumerable<string> words, CancellationToken cancellation)
    {
        using FfmpegProcess process = Start(program, words);
        using CancellationTokenRegistration kill = process.KillOn(cancellation);
        process.Input.Dispose();
        string output = new StreamReader(process.Output).ReadToEnd();
        bool isDone = process.Wait();
        cancellation.ThrowIfCancellationRequested();
        return (isDone ? output : null, process.Reason());
    }

    /// <summary>Kills the program when a token is cancelled; then its pipes end.</summary>
    public CancellationTokenRegistration KillOn(CancellationToken cancellation) => cancellation.Register(Kill);

    /// <summary>Waits for the end; gives whether the program succeeded.</summary>
    public bool Wait()
    {
        _process.WaitForExit();
        return _process.ExitCode == 0;
    }

    /// <summary>Waits for the end; gives the last thing that the program reported, as a clause.</summary>
    public string Reason()
    {
        // Its report is complete only then.
        _process.WaitForExit();
        lock (_report)
        {
            // The last line often says only that everything failed; the first of the last lines names the cause.
            string? line = _report.FirstOrDefault(IsCause) ?? _report.LastOrDefault();
            return line is null
                ? $"ffmpeg ended with exit code {_process.ExitCode} and gave no reason"
                : $"ffmpeg says: {WithoutTag(line).TrimEnd('.')}";
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static bool IsCause(string line) =>
        line.Contains("rror", StringComparison.Ordinal) || line.Contains("nvalid", StringComparison.Ordinal)
        || line.Contains("o such", StringComparison.Ordinal) || line.Contains("not ", StringComparison.Ordinal);

    // [mp4 @ 0x55d0c8] Could not find tag for codec ...
    private static string WithoutTag(string line) =>
        line.StartsWith('[') && line.IndexOf("] ", StringComparison.Ordinal) is > 0 and int end
            ? line[(end + 2)..] : line;

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_report)
        {
            _report.Enqueue(line.Trim());
            if (_report.Count > KeptLines)
                _report.Dequeue();
        }
    }

    private void Kill()
    {
        try
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended in the meantime.
        }
    }
}
