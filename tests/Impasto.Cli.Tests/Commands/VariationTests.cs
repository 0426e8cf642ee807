using Impasto.Imaging;

namespace Impasto.Cli.Tests.Commands;

public sealed class VariationTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Variations_are_pictures_that_differ_each_described_by_itself()
    {
        Assert.Equal(0, await _cli.StylizeAsync());
        Assert.Equal(0, await _cli.StylizeAsync("--variations", "3", "--trace", _cli.File("trace.jsonl")));

        float[][] pictures = [.. Enumerable.Range(1, 3).Select(i => _cli.Read($"result-{i}.png").Pixels)];
        Assert.Equal(_cli.Read("result.png").Pixels, pictures[0]);
        // After two steps they still differ as their starts do: by more than 10 of 255 on average.
        Assert.All(
            (double[])[Difference(0, 1), Difference(0, 2), Difference(1, 2)],
            difference => Assert.True(difference > 10 / 255.0));
        Assert.Equal(["0", "1", "2"], Enumerable.Range(1, 3).Select(i => Read(i, "seed")));
        Assert.Equal(["content", "varied", "varied"], Enumerable.Range(1, 3).Select(i => Read(i, "init")));
        Assert.True(File.Exists(_cli.File("trace-3.jsonl")));

        double Difference(int a, int b) => pictures[a].Zip(pictures[b], (x, y) => Math.Abs(x - y)).Average();

        string? Read(int number, string option) => StylizeOptionCatalog.Find(option).Read(RunRecord.Parse(
            new PictureReader().ReadInfo(_cli.File($"result-{number}.png")).Parameters!).Options);
    }

    [Fact]
    public async Task Variations_check_every_file_before_the_first_picture()
    {
        _cli.Draw("result-3.png", (_, _, _) => 0);

        Assert.Equal(1, await _cli.StylizeAsync("--variations", "3"));

        Assert.False(File.Exists(_cli.File("result-1.png")));
    }

    [Fact]
    public async Task Variations_of_a_fixed_start_are_refused()
    {
        Assert.Equal(2, await _cli.StylizeAsync("--variations", "2", "--init", "style"));

        Assert.StartsWith(
            "--variations: expected init content, varied or noise, got a fixed picture.", _cli.Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_ends_scales_early_and_the_result_can_be_replayed()
    {
        Assert.Equal(0, await _cli.StylizeAsync("--steps", "1000000", "--time", "1s"));

        var record = RunRecord.Parse(new PictureReader().ReadInfo(_cli.File("result.png")).Parameters!);
        Assert.InRange(Assert.Single(record.Options.Steps), 1, 100_000);
        Assert.Contains("the time of 32 x 27 was over", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _cli.RunAsync("replay", _cli.File("result.png"), "-o", _cli.File("again.png")));
        Assert.Equal(_cli.Read("result.png").Pixels, _cli.Read("again.png").Pixels);
    }

    [Fact]
    public async Task Folder_of_paintings_is_all_of_them_in_equal_shares()
    {
        string folder = Directory.CreateDirectory(_cli.File("paintings")).FullName;
        File.Copy(_cli.Waves, Path.Combine(folder, "a.png"));
        File.Copy(_cli.Checks, Path.Combine(folder, "b.png"));
        File.Copy(Path.Combine(folder, "a.png"), Path.Combine(folder, "notes.txt"));

        Assert.Equal(0, await _cli.StylizeAsync($"{folder}=3", "-o", _cli.File("mixed.png")));

        var record = RunRecord.Parse(new PictureReader().ReadInfo(_cli.File("mixed.png")).Parameters!);
        Assert.Equal(
            [("waves.png", 1), ("a.png", 1.5), ("b.png", 1.5)],
            record.Styles.Select(style => (style.Picture.Name, style.Weight)));
    }

    [Fact]
    public async Task Tileable_texture_is_a_run_with_padding_wrap()
    {
        Assert.Equal(0, await _cli.RunAsync(
            "texture", _cli.Waves, "--tileable", "--size", "32", "--steps", "1", "-o", _cli.File("t.png")));

        var record = RunRecord.Parse(new PictureReader().ReadInfo(_cli.File("t.png")).Parameters!);
        Assert.Equal(PaddingMode.Wrap, record.Options.Network.Padding);
        Assert.Equal(2, await _cli.RunAsync(
            "texture", _cli.Waves, "--tileable", "--padding", "zero", "-o", _cli.File("u.png")));
        Assert.Equal("Expected --tileable or --padding, got both.", _cli.Problem.Split(" See ")[0]);
    }
}
