using System.Diagnostics;
using Impasto.Tests;

namespace Impasto.Studio.Tests;

/// <summary>The clients for other programs, in Python, against a real studio with a token.</summary>
public sealed class ClientTests
{
    private const string Token = "token-of-the-tests";

    private static readonly string s_clients = Path.Combine(Repository.Root, "clients");

    [Theory]
    [InlineData("test_studio")]
    [InlineData("test_comfyui")]
    public async Task Python_tests_of_a_client_pass(string module)
    {
        const string Python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(Python), "The machine has no Python.");
        await using StudioProcess studio = await StartAsync();

        (int code, _, string error) = await RunAsync(
            studio, new ProcessStartInfo(Python, ["-B", "-m", "unittest", "-v", module]));

        Assert.True(code == 0, error);
        // NumPy and Pillow are packages of their own.
        Assert.SkipWhen(
            module == "test_comfyui" && error.Contains("skipped=", StringComparison.Ordinal), "NumPy is missing.");
        Assert.DoesNotContain("skipped=", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Krita_paints_by_the_plug_in()
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/kritarunner") && File.Exists("/usr/bin/xvfb-run"), "The machine has no Krita.");
        await using StudioProcess studio = await StartAsync();
        using var home = new ScratchFolder();
        string plugins = Directory.CreateDirectory(home.File("pykrita")).FullName;
        string plugin = Directory.CreateDirectory(Path.Combine(plugins, "impasto_studio")).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(s_clients, "krita", "impasto_studio"), "*.py"))
            File.Copy(file, Path.Combine(plugin, Path.GetFileName(file)));
        File.Copy(Path.Combine(s_clients, "tests", "krita_check.py"), Path.Combine(plugins, "krita_check.py"));
        string report = home.File("report");
        var start = new ProcessStartInfo(
            "/usr/bin/timeout",
            ["-k", "5", "120", "xvfb-run", "-a", "kritarunner", "-s", "krita_check", "-f", "main"]);
        start.Environment["HOME"] = home.Path;
        start.Environment["PYTHONPATH"] = plugins;
        start.Environment["IMPASTO_TEST_REPORT"] = report;

        // Krita 5.1 crashes when kritarunner ends, after the check: its exit code is not checked.
        (_, string output, string error) = await RunAsync(studio, start);

        Assert.SkipWhen(
            error.Contains("could not connect to display", StringComparison.Ordinal), "The X server did not start.");
        Assert.True(File.Exists(report), output + error);
        Assert.Equal("ok", await File.ReadAllTextAsync(report, Studio.Cancellation));
    }

    private static Task<StudioProcess> StartAsync() => StudioProcess.StartAsync(
        Directory.CreateTempSubdirectory("impasto-test-").FullName, ("IMPASTO_TOKEN", Token));

    private static async Task<(int Code, string Output, string Error)> RunAsync(
        StudioProcess studio, ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = Path.Combine(s_clients, "tests");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["IMPASTO_TEST_ADDRESS"] = studio.Http.BaseAddress!.ToString();
        start.Environment["IMPASTO_TEST_TOKEN"] = Token;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Studio.Cancellation);
        string error = await process.StandardError.ReadToEndAsync(Studio.Cancellation);
        await process.WaitForExitAsync(Studio.Cancellation);
        return (process.ExitCode, await output, error);
    }
}
