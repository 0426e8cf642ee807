using System.Diagnostics;
using System.Globalization;
using Impasto.Tests;

namespace Impasto.Studio.Tests;

/// <summary>The program as people start it, in a process of its own.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Studio_says_where_it_is_answers_there_and_ends_cleanly_when_it_is_asked_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by /bin/kill.");
        using var folder = new ScratchFolder();
        using Process studio = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll"), "studio", "--data", folder.Path, "--port", "0", "--network", "compact"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        string first = (await studio.StandardOutput.ReadLineAsync(Studio.Cancellation))!;
        using var http = new HttpClient { BaseAddress = new Uri(first["Studio ".Length..].Trim()) };

        Assert.Equal("ready", await http.GetStringAsync("/health/ready", Studio.Cancellation));
        using Process kill = Process.Start("/bin/kill", ["-TERM", studio.Id.ToString(CultureInfo.InvariantCulture)]);
        await studio.WaitForExitAsync(Studio.Cancellation).WaitAsync(Patience, Studio.Cancellation);

        Assert.Equal("", await studio.StandardError.ReadToEndAsync(Studio.Cancellation));
        Assert.Equal(0, studio.ExitCode);
    }
}
