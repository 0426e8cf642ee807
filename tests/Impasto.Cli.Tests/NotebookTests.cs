using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Tests;

namespace Impasto.Cli.Tests;

/// <summary>
/// samples/Notebook/notebook.cs, compiled and run as a reader does it, against docs/notebook.md and the preset.
/// </summary>
/// <remarks>
/// Numbers may differ by 2 %, after the loop by 15 %: with other vector instructions sums are rounded in another order,
/// and a run of many steps, with L-BFGS above all, makes rounding larger. Between AVX-512 and AVX2 they differed by 0.5
/// and by 8 %. Seconds are not compared.
/// </remarks>
public sealed partial class NotebookTests : IDisposable
{
    private const double Tolerance = 0.02, LaterTolerance = 0.15;

    // Distances near 0 are small differences of large numbers.
    private const double Least = 0.002;

    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "notebook.md"));
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Page_shows_what_the_program_prints_and_the_loop_has_the_losses_of_the_preset()
    {
        string words = SmallRun().Match(Page).Groups["words"].Value;
        string[] printed = await RunAsync($"{words} -o '{_folder.File("pictures")}'");

        string[] shown = [.. Shown("text")];
        Assert.True(shown.Length > 60, "The page shows fewer lines than it did.");
        int at = 0;
        double tolerance = Tolerance;
        HashSet<string> kept = Kept();
        foreach (string line in shown)
        {
            if (line.StartsWith("texture of", StringComparison.Ordinal))
                tolerance = LaterTolerance;
            int found = Array.FindIndex(printed, at, other => IsAlike(line, other, tolerance));
            if (found < 0 && kept.Contains(line))
                continue;
            Assert.True(
                found >= 0,
                $"The page shows a line that the program does not print there:\n{line}\n{string.Join('\n', printed)}");
            at = found + 1;
        }

        Assert.Equal(PicturesOfThePage(), Names(_folder.File("pictures")));
        RequirePreset(printed, NetworkCatalog.Compact().Network);
    }

    [Fact]
    public async Task Loop_has_the_losses_of_the_preset_with_normalised_pixels_as_well()
    {
        Network network = TestNetworks.Vgg(seed: 3, width: 8, InputNormalization.Torchvision);
        NetworkWriter.Write(_folder.File("vgg.safetensors"), network);

        string[] printed = await RunAsync(
            $"--size 48 --steps 40 --tries 1 --network '{_folder.File("vgg.safetensors")}' -o '{_folder.File("out")}'");

        RequirePreset(printed, network);
    }

    [Theory]
    [InlineData("--size", "Expected --photo, --painting, ")]
    [InlineData("--sizes 3", "got '--sizes'.")]
    [InlineData("--size 3", "--size: expected 48 to 4096 pixels, got '3'.")]
    [InlineData("--steps many", "--steps: expected 20 to 1000000, got 'many'.")]
    [InlineData("--photo no.jpg", "'no.jpg'")]
    public async Task Wrong_words_get_one_sentence(string words, string sentence)
    {
        (int code, string _, string error) = await TryAsync(words);

        Assert.Equal(2, code);
        Assert.Contains(sentence, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_of_the_page_have_at_most_15_lines()
    {
        string[] answers = [.. Block().Matches(Page[Page.IndexOf("## 15.", StringComparison.Ordinal)..])
            .Where(block => block.Groups["kind"].Value == "csharp")
            .Select(block => block.Groups["code"].Value.TrimEnd())];

        // The loop, and four answers.
        Assert.Equal(5, answers.Length);
        Assert.All(answers, answer => Assert.InRange(answer.Split('\n').Length, 1, 15));
    }

    [Fact]
    public void Every_picture_of_the_page_has_its_command_below()
    {
        string[] lines = Page.Split('\n');
        int[] pictures = [.. Enumerable.Range(0, lines.Length)
            .Where(i => lines[i].StartsWith("![", StringComparison.Ordinal))];

        Assert.True(pictures.Length > 8, "The page has fewer pictures than it had.");
        Assert.All(pictures, i => Assert.Equal(["", "```sh"], lines[(i + 1)..(i + 3)]));
    }

    // The preset itself, at the program's size.
    private static void RequirePreset(string[] printed, Network network)
    {
        (int Step, double Loss)[] loop = [.. printed.Select(line => LoopLine().Match(line))
            .Where(match => match.Success)
            .Select(match => (int.Parse(match.Groups["step"].Value), double.Parse(match.Groups["loss"].Value)))];
        Assert.Equal(5, loop.Length);
        StylizeOptions notebook = Presets.Notebook.Options;
        var losses = new Dictionary<int, double>();
        using var stylizer = new Stylizer(network, new CpuDevice());
        stylizer.Run(
            Sample("cat.jpg"),
            [new WeightedStyle(Sample("swirls.jpg"))],
            notebook with { Steps = [loop[^1].Step], Sizing = notebook.Sizing with { Size = 48 } },
            new Listener(step => losses[step.Step] = step.Loss.Total),
            Cancellation);

        Assert.All(loop, line => Assert.Equal(1, line.Loss / losses[line.Step], 1e-3));
    }

    private static Picture Sample(string name) =>
        new PictureReader().Read(Path.Combine(Repository.Root, "samples", "pictures", name));

    // Lines of the default run, whose whole output is in the repository.
    private static HashSet<string> Kept() =>
        [.. File.ReadLines(Path.Combine(Repository.Root, "bench", "results", "notebook.txt"))];

    private static IEnumerable<string> Shown(string kind) => Block().Matches(Page)
        .Where(block => block.Groups["kind"].Value == kind)
        .SelectMany(block => block.Groups["code"].Value.Split('\n'))
        .Where(line => line.Trim().Length > 0);

    private static string[] PicturesOfThePage() =>
        [.. PictureLink().Matches(Page).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal)];

    private static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder).Select(name => Path.GetFileName(name)).Order(StringComparer.Ordinal)];

    // The same words, and numbers that are nearly the same.
    private static bool IsAlike(string shown, string printed, double tolerance)
    {
        shown = Seconds().Replace(shown, "");
        printed = Seconds().Replace(printed, "");
        if (Number().Replace(shown, "#") != Number().Replace(printed, "#"))
            return false;
        return Number().Matches(shown).Zip(Number().Matches(printed)).All(pair =>
        {
            double one = Parse(pair.First), other = Parse(pair.Second);
            return Math.Abs(one - other) <= Math.Max(Least, tolerance * Math.Max(Math.Abs(one), Math.Abs(other)));
        });

        static double Parse(Match number) => double.Parse(number.ValueSpan, CultureInfo.InvariantCulture);
    }

    private static async Task<string[]> RunAsync(string words)
    {
        (int code, string output, string error) = await TryAsync(words);
        Assert.True(code == 0, $"{error}\n{output}");
        return output.Split('\n');
    }

    private static async Task<(int Code, string Output, string Error)> TryAsync(string words)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash.");
        // The library as these tests have it: nothing of it is compiled again.
        bool isRelease = AppContext.BaseDirectory.Contains("release", StringComparison.Ordinal);
        string configuration = isRelease ? "Release" : "Debug";
        var start = new ProcessStartInfo(
            "/bin/bash", ["-c", $"dotnet run -c {configuration} samples/Notebook/notebook.cs -- {words}"])
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process program = Process.Start(start)!;
        Task<string> output = program.StandardOutput.ReadToEndAsync(Cancellation);
        Task<string> error = program.StandardError.ReadToEndAsync(Cancellation);
        await program.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        return (program.ExitCode, await output, await error);
    }

    [GeneratedRegex(
        @"^dotnet run samples/Notebook/notebook\.cs -- (?<words>--size 48 .*)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SmallRun();

    [GeneratedRegex(
        @"```(?<kind>[a-z]+)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"\(pictures/notebook/(?<name>[a-z-]+\.jpg)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PictureLink();

    [GeneratedRegex("^step (?<step>[0-9]+)  loss (?<loss>[0-9]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LoopLine();

    // Not the digits of a layer's name or of a size in one word.
    [GeneratedRegex(
        @"(?<![A-Za-z_0-9.])-?[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?(?![A-Za-z_0-9.])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(" +[0-9.]+ s$", RegexOptions.None, 1000)]
    private static partial Regex Seconds();
}
