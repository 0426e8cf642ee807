using System.Diagnostics;
using System.Text.Json;

namespace Impasto.Cli.Tests.Commands;

/// <summary>impasto plan, and runs that must not exceed it.</summary>
[Collection("libtorch")]
public sealed class PlanTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Plan_size_without_a_picture_shows_memory_time_and_scales()
    {
        Assert.Equal(0, await _cli.RunAsync([
            "plan", "12000x8000", "600x400", "--size", "original", "--memory", "8G", "--optimizer", "adam",
            "--network", "compact"]));

        Assert.Contains("Memory   at most", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains("network and features", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Matches("12000 x 8000 +16 .* tiles of up to", _cli.Out.Output);
        Assert.Equal("", _cli.Error.Output);
    }

    [Fact]
    public async Task Plan_picture_takes_its_size_from_the_file()
    {
        Assert.Equal(0, await _cli.RunAsync(
            "plan", _cli.Photo, _cli.Waves, "--size", "original", "--network", "compact"));

        Assert.Matches("48 x 40 +40 .* in one piece", _cli.Out.Output);
    }

    [Fact]
    public async Task Plan_with_fine_strokes_shows_the_run_that_mixes_them()
    {
        Assert.Equal(0, await _cli.RunAsync([
            "plan", "640x480", "600x400", "--size", "320", "--network", "compact", "--fine-style", _cli.Checks]));

        Assert.Matches("320 x 213 +100 .* in one piece.*; mixes strokes first\n", _cli.Out.Output);
    }

    [Fact]
    public async Task Plan_shows_the_share_of_each_region()
    {
        // The left fifth, and the left half: the first has two fifths of it.
        string fifth = _cli.Draw("fifth.png", (x, _, _) => x < 10 ? 1 : 0, width: 50);
        string half = _cli.Draw("half.png", (x, _, _) => x < 25 ? 1 : 0, width: 50);

        Assert.Equal(0, await _cli.RunAsync([
            "plan", "640x480", _cli.Waves, "--size", "320", "--network", "compact",
            "--region", $"{fifth}=keep", "--region", $"{half}={_cli.Checks}", "--region", $"{half}#black=30"]));

        string shown = _cli.Out.Output;
        Assert.Contains($"Region   {fifth}: unchanged, 20 % of the picture\n", shown, StringComparison.Ordinal);
        Assert.Contains($"Region   {half}: {_cli.Checks}, 30 % of the picture\n", shown, StringComparison.Ordinal);
        Assert.Contains(
            $"Region   {half}#black: {_cli.Waves} at strength 30, 50 % of the picture\n",
            shown,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_with_a_mask_that_is_missing_is_one_sentence()
    {
        string missing = _cli.File("none.png");

        Assert.NotEqual(0, await _cli.RunAsync(
            ["plan", "640x480", _cli.Waves, "--network", "compact", "--region", $"{missing}=keep"]));

        Assert.Contains(missing, _cli.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', _cli.Problem.TrimEnd());
    }

    [Theory]
    [InlineData("4GB")]
    [InlineData("4 GiB")]
    [InlineData("4096MB")]
    [InlineData("4g")]
    [InlineData("4194304K")]
    public async Task Plan_memory_is_read_as_people_write_it(string memory)
    {
        Assert.Equal(0, await _cli.RunAsync("plan", "64x64", "--network", "compact", "--memory", memory));

        Assert.Contains("; 4.0 GB may be used", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_takes_every_word_of_stylize()
    {
        Assert.Equal(0, await _cli.RunAsync([
            "plan", _cli.Photo, _cli.Waves, "--size", "32", "--network", "compact", "-o", _cli.File("r.png"), "--force",
            "--region", $"{_cli.Checks}={_cli.Waves}", "--feather", "2", "--json", "--quiet", "--every", "2",
            "--frames", _cli.File("f"), "--trace", _cli.File("t"), "--figure", _cli.File("fig.png"), "--quality", "80",
            "--checkpoint", _cli.File("c"), "--video", _cli.File("v.gif"), "--max-pixels", "9999"]));

        Assert.Contains("Memory   at most", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Equal(["checks.png", "photo.png", "waves.png"], _cli.Names());
    }

    [Fact]
    public async Task Plan_has_every_option_of_stylize()
    {
        string plan = await HelpAsync("plan"), stylize = await HelpAsync("stylize");

        string[] options = [.. stylize.Split(' ', '\n', ',')
            .Where(word => word.StartsWith("--", StringComparison.Ordinal))
            .Select(word => word.TrimEnd('.', ':', ';', ')')).Distinct()];
        Assert.True(options.Length > 70, $"{options.Length}");
        Assert.All(options, option => Assert.Contains(option, plan, StringComparison.Ordinal));

        static async Task<string> HelpAsync(string command)
        {
            using var cli = new CliRun();
            await cli.RunAsync(command, "--help");
            return cli.Out.Output;
        }
    }

    [Theory]
    [InlineData("4")]
    [InlineData("4X")]
    [InlineData("4,5G")]
    [InlineData("4GG")]
    [InlineData("-1G")]
    [InlineData("G")]
    public async Task Plan_memory_other_than_an_amount_is_a_wrong_call(string memory)
    {
        Assert.Equal(2, await _cli.RunAsync("plan", "100x100", $"--memory={memory}"));

        Assert.Contains(
            $"--memory: expected an amount such as 4G, 1.5G or 800M, got '{memory}'.",
            _cli.Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_that_can_not_fit_fails_with_one_sentence_and_leaves_nothing()
    {
        Assert.Equal(1, await _cli.StylizeAsync("--size", "3000", "--memory", "100M"));

        Assert.Contains("at least, in bands or tiles", _cli.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("result.png", _cli.Names());
    }

    [Theory]
    [InlineData("--size 200 --steps 2")]
    [InlineData("--size 700 --steps 3")]
    [InlineData("--size 100 --steps 1 --style-scale 3 --fine-style checks.png")]
    [InlineData("--size 700 --steps 3 --memory 380M --content photo", true)]
    [InlineData("--size 1000 --steps 2 --memory 500M --optimizer adam --content photo", true)]
    [InlineData("--size 1000 --steps 2 --memory 425M --optimizer adam --content photo", true, false, true)]
    [InlineData("--size 2100 --steps 1 --memory 800M --optimizer adam --content photo", false, true)]
    [InlineData(
        "--size 1600 --min-size 0 --steps 2 --memory 420M --optimizer adam --content photo", false, true, true)]
    public async Task Run_peak_is_never_above_the_plan(
        string words, bool inBands = false, bool tiled = false, bool onDisk = false)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux reports the peak.");
        string[] call =
        [
            Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll"), "stylize", _cli.Photo, _cli.Waves,
            "--network", "compact", "--json", "-o", _cli.File("r.png"), .. words.Split(' '),
        ];
        var start = new ProcessStartInfo("dotnet", call)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _cli.Folder,
        };
        using var program = Process.Start(start)!;
        Task<string> error = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.True(output.Length > 0, await error);

        JsonElement json = JsonDocument.Parse(output).RootElement;
        long planned = json.GetProperty("memoryPlanned").GetInt64(), peak = json.GetProperty("memoryPeak").GetInt64();
        Assert.True(peak <= planned, $"{planned / 1e6:0} MB were planned, {peak / 1e6:0} MB taken");
        bool cut = json.GetProperty("tiles").GetInt32() > 1;
        bool bands = json.GetProperty("inBands").GetBoolean() && !cut, disk = json.GetProperty("onDisk").GetBoolean();
        Assert.Equal((inBands, tiled, onDisk), (bands, cut, disk));
    }
}
