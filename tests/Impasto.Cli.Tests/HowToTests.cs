using System.Diagnostics;
using System.Text.RegularExpressions;
using Impasto.Tests;

namespace Impasto.Cli.Tests;

/// <summary>The commands of docs/how-to.md, pasted into a shell from top to bottom, at small sizes.</summary>
public sealed partial class HowToTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // What needs the network, a build or weights that are not there.
    private static readonly string[] Elsewhere =
        ["dotnet publish", "weights install", "vgg19", "distill", "own.safetensors", "look.safetensors",
            "painting.style"];

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commands_of_the_page_run_one_after_the_other()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash.");
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "how-to.md"), cancellation);
        string[] commands = [.. ShellBlock().Matches(page)
            .SelectMany(block => block.Groups["code"].Value.Split('\n'))
            .Where(line => line.Length > 0 && !Elsewhere.Any(line.Contains))
            .Select(Small)];
        Assert.True(commands.Length > 60, "The page has fewer commands than it had.");
        string program = Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll");
        File.CreateSymbolicLink(_folder.File("samples"), Path.Combine(Repository.Root, "samples"));
        string script = string.Join('\n', commands.Prepend($"impasto() {{ dotnet '{program}' \"$@\"; }}"));

        var start = new ProcessStartInfo("/bin/bash", ["-eo", "pipefail", "-c", script])
        {
            WorkingDirectory = _folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["IMPASTO_HOME"] = _folder.File("home");
        using Process shell = Process.Start(start)!;
        Task<string> output = shell.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> error = shell.StandardError.ReadToEndAsync(cancellation);
        await shell.WaitForExitAsync(cancellation).WaitAsync(Patience, cancellation);

        // The shell ends at the first command that fails: its sentence is the last one.
        Assert.True(shell.ExitCode == 0, $"{await error}\n{(await output)[^Math.Min(2000, (await output).Length)..]}");
    }

    // The same command for a picture of 40 pixels and one step.
    private static string Small(string line)
    {
        if (!Painting().IsMatch(line))
            return line;
        string small = Comment().Replace(line, "");
        small = Exact().Replace(small, "--size 40x30");
        small = Paper().Replace(small, "--size 10x15mm@72");
        small = Length().Replace(small, "--size 40");
        small = Steps().Replace(small, "");
        string time = small.Contains("--set", StringComparison.Ordinal) ? " --set steps=1" : " --steps 1";
        bool hasSize = small.Contains("--size", StringComparison.Ordinal)
            || small.Contains("replay", StringComparison.Ordinal);
        string size = hasSize ? "" : " --size 40";
        return Words().Replace(small, match => $"{match.Value}{size}{time}", 1);
    }

    [GeneratedRegex(@"```sh\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(
        "impasto (stylize|texture|reconstruct|batch|sweep|replay|explain) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Painting();

    [GeneratedRegex(
        "impasto (stylize|texture|reconstruct|batch|sweep|replay|explain)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(" +# .*", RegexOptions.None, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("--size [0-9]+x[0-9]+(?= |$)", RegexOptions.None, 1000)]
    private static partial Regex Exact();

    [GeneratedRegex("--size [0-9]+x[0-9]+cm@72", RegexOptions.None, 1000)]
    private static partial Regex Paper();

    [GeneratedRegex("--size [0-9]+(?= |$)", RegexOptions.None, 1000)]
    private static partial Regex Length();

    [GeneratedRegex(" --steps [0-9,]+", RegexOptions.None, 1000)]
    private static partial Regex Steps();
}
