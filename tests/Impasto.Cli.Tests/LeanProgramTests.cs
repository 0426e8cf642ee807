using System.Diagnostics;
using Impasto.Imaging;

namespace Impasto.Cli.Tests;

/// <summary>Runs the lean program, which passes some calls to the program impasto-full.</summary>
public sealed class LeanProgramTests : IDisposable
{
    private readonly CliRun _cli = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("studio", "impasto studio is in a package of its own: dotnet tool install -g Impasto.Full")]
    [InlineData("mcp", "impasto mcp is in a package of its own: dotnet tool install -g Impasto.Full")]
    [InlineData("worker --help", "impasto worker is in a package of its own: dotnet tool install -g Impasto.Full")]
    [InlineData(
        "stylize a.jpg b.jpg --device cuda",
        "--device cuda needs the full edition with libtorch, which is too large for a package: see 'GPUs' in "
        + "docs/install.md.")]
    public async Task Run_without_the_full_edition_names_the_line_that_installs_it(string words, string expected)
    {
        (int code, string output, string error) = await RunAsync(words);

        Assert.Equal((1, "", expected), (code, output, error.TrimEnd()));
    }

    [Fact]
    public async Task Run_with_the_full_edition_passes_words_output_and_exit_code()
    {
        await File.WriteAllTextAsync(
            _cli.File("impasto-full"), "#!/bin/sh\nfor word in \"$@\"; do echo \"<$word>\"; done; exit 7\n",
            Cancellation);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_cli.File("impasto-full"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (int code, string output, string error) = await RunAsync("studio 'two words' '' ä");

        Assert.Equal((7, "<studio>\n<two words>\n<>\n<ä>\n", ""), (code, output, error));
    }

    [Fact]
    public async Task Run_makes_the_picture_and_the_figure_of_the_full_edition()
    {
        string words = $"stylize '{_cli.Photo}' '{_cli.Waves}' --network compact --threads 1 --size 32 --steps 2";

        (int code, string output, string error) = await RunAsync($"{words} -o lean.png --figure figure.png --json");
        string[] separate = words.Replace("'", "", StringComparison.Ordinal).Split(' ');
        await _cli.RunAsync([.. separate, "-o", _cli.File("full.png")]);

        Assert.Equal(0, code);
        Assert.Contains("\"outcome\":\"completed\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("  at ", error, StringComparison.Ordinal);
        Assert.Equal(_cli.Read("full.png").Pixels, _cli.Read("lean.png").Pixels);
        Assert.Equal(new PictureSize((2 * 432) + 427 + (4 * 16), 740), _cli.Read("figure.png").Size);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string words)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "These calls are written for bash.");
        string tests = AppContext.BaseDirectory.TrimEnd('/');
        string program = Path.GetFullPath(
            Path.Combine(tests, "../../Impasto.Tool", Path.GetFileName(tests), "Impasto.Tool.dll"));
        var start = new ProcessStartInfo("/bin/bash", ["-c", $"dotnet '{program}' {words}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _cli.Folder,
        };
        start.Environment["PATH"] = $"{_cli.Folder}:{start.Environment["PATH"]}";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancellation);
        string error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output, error);
    }
}
