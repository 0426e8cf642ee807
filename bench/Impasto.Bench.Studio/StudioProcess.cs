using System.Diagnostics;

namespace Impasto.Bench.Studio;

/// <summary>A real <c>impasto studio</c> in an empty folder, in a process of its own.</summary>
internal sealed class StudioProcess : IDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private StudioProcess(Process process, DirectoryInfo folder, Uri address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Bytes of memory that the process has now.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<StudioProcess> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("impasto-bench-");
        var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll"), "studio", "--data", folder.FullName,
                "--port", "0", "--no-browser", "--network", "compact", "--threads", "1", "--max-queue", "2000",
            ])
        { UseShellExecute = false, RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("Studio ", StringComparison.Ordinal))
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new StudioProcess(process, folder, new Uri(line["Studio ".Length..].Trim()));
        }

        throw new InvalidOperationException("The studio did not start.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // The killed process still held a file. The folder is temporary, and the figures do not depend on it.
        }
    }
}
