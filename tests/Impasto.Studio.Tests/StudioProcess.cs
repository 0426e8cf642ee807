using System.Diagnostics;
using System.Globalization;

namespace Impasto.Studio.Tests;

/// <summary>A real <c>impasto studio</c> as people start it; ended at the latest when it is disposed.</summary>
internal sealed class StudioProcess : RunningStudio
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private StudioProcess(Process process, Task<string> errors, Uri address) : base(address)
    {
        _process = process;
        _errors = errors;
    }

    public int Id => _process.Id;

    /// <summary>Starts it on a folder and waits until it answers.</summary>
    /// <param name="folder">Its data.</param>
    /// <param name="environment">Variables that it has beside the tests' own.</param>
    /// <exception cref="InvalidOperationException">
    /// It ended before it printed its address; the message contains its output.
    /// </exception>
    public static Task<StudioProcess> StartAsync(string folder, params (string Name, string Value)[] environment) =>
        StartAsync(Call(folder), environment);

    /// <summary>
    /// Starts it on a disk of its own, which only it sees: a file system in memory, mounted over the folder.
    /// </summary>
    /// <param name="folder">Its data.</param>
    /// <param name="megabytes">The size of the disk.</param>
    public static Task<StudioProcess> StartOnDiskAsync(string folder, int megabytes) => StartAsync(
        [.. OwnDisk, $"mount -t tmpfs -o size={megabytes}m none \"$0\" && exec \"$@\"", folder, .. Call(folder)]);

    /// <summary>True if this user may start a studio on a disk of its own.</summary>
    public static async Task<bool> CanHaveDiskAsync()
    {
        if (!File.Exists("/usr/bin/unshare"))
            return false;
        using Process trial = Process.Start("unshare", [.. OwnDisk[1..], "mount -t tmpfs none /mnt"]);
        await trial.WaitForExitAsync(Studio.Cancellation);
        return trial.ExitCode == 0;
    }

    /// <summary>The path by which others see a file of its disk.</summary>
    public string Seen(string file) => $"/proc/{Id}/root{file}";

    private static string[] OwnDisk =>
        ["unshare", "--mount", .. Environment.IsPrivilegedProcess ? (string[])[] : ["--map-root-user"], "sh", "-c"];

    private static string[] Call(string folder) =>
    [
        "dotnet", Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll"), "studio", "--data", folder, "--port", "0",
        "--network", "compact", "--checkpoint-every", "0",
    ];

    private static async Task<StudioProcess> StartAsync(
        string[] call, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(call[0], call[1..])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        Process process = Process.Start(start)!;
        // Its log is read, so that a full pipe never blocks it.
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        StudioProcess? studio = null;
        try
        {
            Task<string?> line = process.StandardOutput.ReadLineAsync(Studio.Cancellation).AsTask();
            string first = await line.WaitAsync(Patience, Studio.Cancellation)
                ?? throw new InvalidOperationException($"The studio did not start: {await errors}");
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            studio = new StudioProcess(process, errors, new Uri(first["Studio ".Length..].Trim()));
            await studio.Http.GetStringAsync("/health/live", Studio.Cancellation);
            return studio;
        }
        catch
        {
            studio?.Http.Dispose();
            End(process);
            throw;
        }
    }

    /// <summary>Asks it to end, as a service manager would.</summary>
    /// <returns>Its exit code, and what it wrote to standard error.</returns>
    public async Task<(int ExitCode, string Errors)> TerminateAsync()
    {
        using Process kill = Process.Start("/bin/kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(Studio.Cancellation).WaitAsync(Patience, Studio.Cancellation);
        return (_process.ExitCode, await _errors);
    }

    /// <summary>Ends it at once, as a power failure would: kill -9.</summary>
    public override ValueTask DisposeAsync()
    {
        End(_process);
        return base.DisposeAsync();
    }

    private static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
