using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Text.Json;
using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Tests;

namespace Impasto.Cli.Tests;

/// <summary>Runs the built program as a process, for behaviour that tests inside this process can't show.</summary>
[Collection("libtorch")]
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CliRun _cli = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Run_output_and_error_are_apart_and_plain_in_pipes()
    {
        (int code, string output, string error) = await RunAsync($"{Program} {Stylize("r.png")} --json");

        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("completed", json.RootElement.GetProperty("outcome").GetString());
        Assert.Contains("Step 1 of 2", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output + error);
    }

    [Fact]
    public async Task Run_long_path_is_not_broken_in_pipes()
    {
        string name = new('x', 200);

        (int code, string output, _) = await RunAsync($"{Program} {Stylize($"{name}.png")}");

        Assert.Equal(0, code);
        Assert.Contains($"{_cli.File(name)}.png, 32 x 27, 2 steps", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stylize", 2)]
    [InlineData("info no.png", 1)]
    [InlineData("info compact", 0)]
    public async Task Run_exit_code_follows_the_outcome(string words, int expected)
    {
        (int code, string output, string error) = await RunAsync($"{Program} {words}");

        Assert.Equal(expected, code);
        Assert.Equal(expected == 0, error.Length == 0);
        Assert.Equal(expected == 0, output.Length > 0);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    // TorchSharp, if asked for a libtorch that is not there, prints 45 lines and copies 480 MB beside the program.
    [Theory]
    [InlineData("stylize PHOTO WAVES --steps 1 --json -o r.png --device torch")]
    [InlineData("stylize PHOTO WAVES --steps 1 --json -o r.png --device cuda")]
    [InlineData("distill --teacher PHOTO --images . -o r.safetensors")]
    [InlineData("learn WAVES --decoder DECODER -o r.style")]
    public async Task Run_without_libtorch_says_one_sentence_and_writes_nothing(string words)
    {
        // The program's own folder: that of the tests has a libtorch.
        string tests = AppContext.BaseDirectory.TrimEnd('/');
        string folder = Path.GetFullPath(Path.Combine(tests, "../../Impasto.Cli", Path.GetFileName(tests)));
        Assert.SkipWhen(
            Directory.EnumerateFiles(folder, "libtorch_cpu.so", SearchOption.AllDirectories).Any(), "Has a libtorch.");
        string[] before = Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories);
        string decoder = _cli.File("decoder.safetensors");
        TestStyles.WriteDecoder(decoder, seed: 1);

        (int code, string output, string error) = await RunAsync($"dotnet '{folder}/Impasto.Cli.dll' {words}"
            .Replace("PHOTO", _cli.Photo, StringComparison.Ordinal)
            .Replace("WAVES", _cli.Waves, StringComparison.Ordinal)
            .Replace("DECODER", decoder, StringComparison.Ordinal));

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.StartsWith("libtorch for ", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories));
    }

    // Without matched content: of two places that match nearly alike, rounding may take the one or the other.
    [Theory]
    [InlineData("DOTNET_EnableAVX512=0", "AVX2")]
    [InlineData("DOTNET_EnableAVX2=0", "128-bit vectors")]
    [InlineData("DOTNET_EnableHWIntrinsic=0", "128-bit vectors")]
    public async Task Run_without_wide_instructions_makes_the_same_picture(string missing, string used)
    {
        (int code, string output, string error) =
            await RunAsync($"{missing} {Program} {Stylize("narrow.png")} --content photo");
        await RunAsync($"{Program} {Stylize("wide.png")} --content photo");

        IEnumerable<string> problems = error.Split('\n')
            .Where(line => !line.Contains("Step", StringComparison.Ordinal));
        Assert.Equal((0, ""), (code, string.Concat(problems)));
        Assert.Contains(Vector256.IsHardwareAccelerated ? used : "128-bit vectors", output, StringComparison.Ordinal);
        float[] narrow = _cli.Read("narrow.png").Pixels, wide = _cli.Read("wide.png").Pixels;
        Assert.All(narrow.Zip(wide), pair => Assert.Equal(pair.First, pair.Second, 1.01f / 255));
    }

    [Fact]
    public async Task Run_with_a_closed_pipe_is_no_error()
    {
        (int code, string output, string error) = await RunAsync(
            $"set -o pipefail; {Program} {Stylize("r.png", 5)} --every 1 | head -n 1");

        Assert.Equal("", error);
        Assert.StartsWith("Content ", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Equal(32, _cli.Read("r.png").Width);
    }

    [Fact]
    public async Task Run_with_a_full_standard_output_fails_with_one_sentence()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The machine has no /dev/full.");

        (int code, _, string error) = await RunAsync($"{Program} presets > /dev/full");

        Assert.Equal(1, code);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("> /dev/full", "Standard output can't be written: the disk is full")]
    [InlineData("-q --trace /dev/full --force", "'/dev/full' is incomplete: the disk is full")]
    [InlineData(
        "-q --checkpoint /dev/full --checkpoint-every 0",
        "The run's state is not saved: '/dev/full' can't be written: the disk is full")]
    [InlineData("-q --figure full.png --force", "'full.png' can't be written: ")]
    [InlineData("-q --video full.webp --force", "The video 'full.webp' can't be made: ")]
    public async Task Run_output_that_can_not_be_written_costs_no_picture(string words, string problem)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The machine has no /dev/full.");
        File.CreateSymbolicLink(_cli.File("full.png"), "/dev/full");
        File.CreateSymbolicLink(_cli.File("full.webp"), "/dev/full");

        (int code, _, string error) = await RunAsync($"{Program} {Stylize("r.png", 4)} {words}");

        Assert.Equal(1, code);
        Assert.StartsWith(problem, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(32, _cli.Read("r.png").Width);
        Assert.Equal(
            ["checks.png", "full.png", "full.webp", "home", "photo.png", "r.png", "waves.png"],
            _cli.Names().Concat(["home"]).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("batch --content photo.png --style waves.png -o out QUICK", "out")]
    [InlineData("texture waves.png -o made.png QUICK", "made.png")]
    [InlineData("blend photo.png photo.png -o made.png", "made.png")]
    [InlineData("flow photo.png waves.png -o made.png", "made.png")]
    [InlineData("video --frames frames waves.png -o painted QUICK", "painted")]
    public async Task Run_of_any_command_with_a_full_standard_output_makes_its_picture(string words, string made)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The machine has no /dev/full.");
        DrawFrames(1);

        (int code, _, string error) = await RunAsync($"{Program} {Quick(words)} > /dev/full");

        Assert.Equal(1, code);
        Assert.StartsWith(
            "Standard output can't be written: the disk is full",
            Assert.Single(error.TrimEnd().Split('\n')),
            StringComparison.Ordinal);
        string path = _cli.File(made);
        string picture = Directory.Exists(path) ? Assert.Single(Directory.GetFiles(path, "*.png")) : path;
        Assert.InRange(new PictureReader().Read(picture).Width, 32, 48);
    }

    [Fact]
    public async Task Run_with_a_full_standard_error_keeps_the_picture_and_fails()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The machine has no /dev/full.");

        (int code, string output, _) = await RunAsync($"{Program} {Stylize("r.png")} --json 2> /dev/full");

        Assert.Equal(1, code);
        Assert.StartsWith("{\"output\":", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_prints_no_warnings_of_libvips()
    {
        byte[] photo = await File.ReadAllBytesAsync(_cli.Photo, Cancellation);
        await File.WriteAllBytesAsync(_cli.File("odd.png"), PngFile.WithOddProfile(photo), Cancellation);

        (int code, string output, string error) = await RunAsync($"{Program} info '{_cli.File("odd.png")}'");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("png", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_hyphen_reads_standard_input()
    {
        (int code, _, string error) = await RunAsync(
            $"cat '{_cli.Photo}' | {Program} stylize - '{_cli.Waves}' --network compact --threads 1 --size 32 "
            + $"--steps 1 -o '{_cli.File("r.png")}'");

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(32, _cli.Read("r.png").Width);
    }

    [Fact]
    public async Task Run_reads_photograph_painting_mask_and_weights_from_pipes()
    {
        _cli.Draw("mask.png", (x, _, _) => x < 24 ? 1 : 0);
        NetworkWriter.Write(_cli.File("net.safetensors"), NetworkCatalog.Compact().Network);

        (int code, string output, string error) = await RunAsync(
            $"{Program} stylize <(cat photo.png) <(cat waves.png) --region <(cat mask.png)=keep "
            + "--network <(cat net.safetensors) --size 32 --steps 0 --threads 1 -o r.png");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("unchanged, 50 % of the picture", output, StringComparison.Ordinal);
        Assert.Equal(32, _cli.Read("r.png").Width);
    }

    [Fact]
    public async Task Run_reads_a_list_and_the_pictures_of_a_blend_from_pipes()
    {
        (int code, _, string error) = await RunAsync(
            $"{Program} {Quick("batch -o out QUICK")} "
            + $"--list <(printf 'content,style\\n{_cli.Photo},{_cli.Waves}\\n')");
        Assert.Equal((0, ""), (code, error));
        string made = Assert.Single(Directory.GetFiles(_cli.File("out"), "*.png"));

        (code, _, error) = await RunAsync($"{Program} blend <(cat '{made}') <(cat photo.png) -o b.png");

        // The blend describes the run: the result's own description and the photograph's hash came through the pipes.
        Assert.Equal((0, ""), (code, error));
        string? parameters = new PictureReader().ReadInfo(_cli.File("b.png")).Parameters;
        Assert.Contains("blend", parameters, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_that_continues_from_a_pipe_is_refused()
    {
        (int code, _, string error) = await RunAsync(
            $"{Program} stylize photo.png waves.png --continue <(cat photo.png) -o r.png");

        Assert.Equal(2, code);
        Assert.StartsWith("--continue: expected a file, which is read twice, got '/", error, StringComparison.Ordinal);
    }

    // The state of each is kept, and what is done stays.
    [Theory]
    [InlineData(
        "batch --content photo.png --style waves.png -o out QUICK --steps 1000000 --checkpoint-every 0",
        "out/.impasto-*.checkpoint",
        "Cancelled with 1 of 1 pictures left: the same call makes the rest.")]
    [InlineData(
        "video --frames frames waves.png -o painted QUICK --steps 1 --frame-steps 1000",
        "painted/*.png",
        "Cancelled after 1 of 3 frames, which are in painted; continue with 'impasto resume painted.state'.")]
    public async Task Run_of_many_pictures_that_gets_a_hangup_keeps_what_there_is(
        string words, string kept, string sentence)
    {
        Assert.SkipWhen(IgnoresHangups(), "Under nohup, hangups are ignored.");
        DrawFrames(3);
        using Process program = Start($"exec {Program} {Quick(words)}");
        await UntilAsync(() => Kept().Length > 0);

        await SignalAsync(program, "HUP");
        await SignalAsync(program, "HUP");

        string error = await program.StandardError.ReadToEndAsync(Cancellation);
        await program.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        Assert.Equal(130, program.ExitCode);
        Assert.EndsWith(sentence, error.TrimEnd(), StringComparison.Ordinal);
        Assert.Single(Kept());

        string[] Kept()
        {
            string folder = _cli.File(Path.GetDirectoryName(kept)!);
            return Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(kept)) : [];
        }
    }

    [Theory]
    [InlineData("INT", 1)]
    [InlineData("TERM", 1)]
    [InlineData("HUP", 1)]
    [InlineData("HUP", 2)]
    public async Task Run_that_gets_a_signal_keeps_the_picture_and_gives_130(string signal, int times)
    {
        Assert.SkipWhen(signal == "HUP" && IgnoresHangups(), "Under nohup, hangups are ignored.");
        using Process program = Start($"exec {Program} {Stylize("r.png", 1_000_000)} --trace '{_cli.File("t")}'");
        await UntilAsync(() => File.Exists(_cli.File("t")) && new FileInfo(_cli.File("t")).Length > 0);

        for (int i = 0; i < times; i++)
            await SignalAsync(program, signal);

        string error = await program.StandardError.ReadToEndAsync(Cancellation);
        await program.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        Assert.Equal(130, program.ExitCode);
        Assert.Matches("^Cancelled after step [0-9]+: the picture so far was kept\\.\n$", error);
        PictureInfo info = new PictureReader().ReadInfo(_cli.File("r.png"));
        Assert.Contains("\"impasto\":2", info.Parameters, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_interrupted_while_it_waits_for_standard_input_ends()
    {
        using Process program = Start(
            $"exec {Program} stylize - '{_cli.Waves}' --network compact -o '{_cli.File("r.png")}' --verbose",
            input: true);
        await UntilAsync(() =>
            File.Exists($"/proc/{program.Id}/status") && Mapped(program.Id, "System.CommandLine.dll"));
        await Task.Delay(500, Cancellation);

        await SignalAsync(program, "INT");

        await program.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        Assert.Equal(130, program.ExitCode);
        Assert.Equal("Cancelled.\n", await program.StandardError.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task Run_on_a_terminal_shows_a_bar_without_colours_under_no_color()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "The machine has no pseudo terminal.");

        string shown = await InTerminalAsync("TERM=xterm-256color", "a.png");
        string plain = await InTerminalAsync("NO_COLOR=1 TERM=xterm-256color", "b.png");

        Assert.Contains("━", shown, StringComparison.Ordinal);
        Assert.Contains("steps/s", shown, StringComparison.Ordinal);
        Assert.Matches("\u001b\\[[0-9;]*38;5", shown);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*(38|3[0-7]|9[0-7])[;m]", plain);
    }

    private static string Program => $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll")}'";

    private string Stylize(string output, int steps = 2) =>
        $"stylize '{_cli.Photo}' '{_cli.Waves}' --network compact --threads 1 --size 32 --steps {steps} "
        + $"-o '{_cli.File(output)}'";

    private static string Quick(string words) => words.Replace(
        "QUICK",
        $"--network compact --threads 1 --size 32{(words.Contains("--steps ") ? "" : " --steps 1")}",
        StringComparison.Ordinal);

    private void DrawFrames(int count)
    {
        Directory.CreateDirectory(_cli.File("frames"));
        for (int i = 0; i < count; i++)
        {
            int shift = i;
            _cli.Draw($"frames/shot{i}.png", (x, y, c) => ((x + shift) + (2 * y) + (20 * c)) % 64 / 63f);
        }
    }

    private async Task<string> InTerminalAsync(string environment, string output)
    {
        (int code, string shown, _) = await RunAsync(
            $"{environment} script -qec \"stty cols 80; {Program} {Stylize(output, 12)}\" /dev/null", input: true);
        Assert.Equal(0, code);
        return shown;
    }

    private static bool IgnoresHangups() => File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[^1]
            is var last && (Convert.ToInt32(last.ToString(), 16) & 1) == 1;

    private static bool Mapped(int id, string library) =>
        File.ReadAllText($"/proc/{id}/maps").Contains(library, StringComparison.Ordinal);

    private Process Start(string script, bool input = false)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "These calls are written for bash.");
        var start = new ProcessStartInfo("/bin/bash", ["-c", script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = input,
            WorkingDirectory = _cli.Folder,
        };
        start.Environment["IMPASTO_HOME"] = _cli.File("home");
        return Process.Start(start)!;
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string script, bool input = false)
    {
        using Process program = Start(script, input);
        Task<string> output = program.StandardOutput.ReadToEndAsync(Cancellation);
        Task<string> error = program.StandardError.ReadToEndAsync(Cancellation);
        await program.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        return (program.ExitCode, await output, await error);
    }

    private static async Task SignalAsync(Process program, string signal)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{program.Id}"])!;
        await kill.WaitForExitAsync(Cancellation);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "The condition never became true.");
            await Task.Delay(20, Cancellation);
        }
    }
}
