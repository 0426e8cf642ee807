using System.Diagnostics;
using Impasto.Tests;

namespace Impasto.Cli.Tests.Commands;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash", "complete -o default -F _impasto impasto")]
    [InlineData("zsh", "compdef _impasto impasto")]
    [InlineData("fish", "complete -c impasto")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName impasto")]
    public async Task Completion_prints_a_script_for_the_shell(string shell, string line)
    {
        using var cli = new CliRun();

        Assert.Equal(0, await cli.RunAsync("completion", shell));

        Assert.Contains(line, cli.Data.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sty", "stylize")]
    [InlineData("stylize a b --pre", "--preset")]
    [InlineData("stylize a b --preset ", "crowsonkb", "draft", "fine", "neural-style", "notebook", "print")]
    [InlineData("stylize a b --preset not", "notebook")]
    [InlineData("stylize a b --style-w", "--style-weight")]
    [InlineData("stylize a b --optimizer ", "adam", "lbfgs")]
    [InlineData("stylize a b --init ", "content", "noise", "style", "varied")]
    [InlineData("stylize a b --network ", "auto", "compact", "vgg16", "vgg16-caffe", "vgg19", "vgg19-caffe")]
    [InlineData("stylize a b --device ", "auto", "cpu", "cuda", "mps", "torch")]
    [InlineData("weights ins", "install")]
    [InlineData(
        "weights install ",
        "--all-layers",
        "--force",
        "--from",
        "--help",
        "--quiet",
        "--sha256",
        "-h",
        "-q",
        "vgg16",
        "vgg16-caffe",
        "vgg19",
        "vgg19-caffe")]
    [InlineData("presets noteb", "notebook")]
    [InlineData("completion ", "--help", "-h", "bash", "fish", "pwsh", "zsh")]
    public async Task Completion_candidates_depend_on_the_words_before(string line, params string[] expected)
    {
        using var cli = new CliRun();

        Assert.Equal(0, await cli.RunAsync($"[suggest:{line.Length}]", line));

        string[] candidates = cli.Data.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, candidates.Order(StringComparer.Ordinal));
    }

    // The script does the same as readline when Tab is pressed at the end of a line.
    [Fact]
    public async Task Completion_in_a_real_bash_offers_the_candidates()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash.");
        using var folder = new ScratchFolder();
        string program = folder.File("impasto");
        string dll = Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll");
        await File.WriteAllTextAsync(
            program, $"#!/bin/bash\nexec dotnet '{dll}' \"$@\"\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string script = $$"""
            PATH="{{folder.Path}}:$PATH"
            source <(impasto completion bash)
            tab() {
                COMP_LINE="$1" COMP_POINT=${#1}
                read -ra COMP_WORDS <<< "$1"
                [[ $1 == *' ' ]] && COMP_WORDS+=('')
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _impasto
                echo "${COMPREPLY[@]}"
            }
            tab 'impasto sty'
            tab 'impasto stylize "my photo.jpg" größe.jpg --preset no'
            tab 'impasto stylize a b --alpha '
            """;
        var start = new ProcessStartInfo("/bin/bash", ["-c", script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var bash = Process.Start(start)!;
        string output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["stylize", "notebook", "drop keep"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
