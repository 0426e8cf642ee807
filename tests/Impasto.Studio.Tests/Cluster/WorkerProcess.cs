using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Impasto.Studio.Tests.Cluster;

/// <summary>A real <c>impasto worker</c>, as it would run on another machine.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private WorkerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public static WorkerProcess Start(string store, string folder)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll"), "worker", "--data", folder,
                "--network", "compact", "--threads", "1", "--heartbeat", "1", "--checkpoint-every", "0",
            ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["IMPASTO_STORE"] = store;
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>Ends it at once, as a power failure would: kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Stops it, as a machine that sleeps: kill -STOP.</summary>
    public void Stop() => Signal("-STOP");

    /// <summary>Lets a stopped one continue.</summary>
    public void Continue() => Signal("-CONT");

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private void Signal(string signal)
    {
        using Process kill = Process.Start("/bin/kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Add(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }
}
