using System.Globalization;
using System.Text.Json;
using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Tests;

namespace Impasto.Cli.Tests.Queue;

/// <summary>Pictures with every combination of some options' values.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Sweep_makes_every_combination_a_table_and_a_sheet()
    {
        Assert.Equal(0, await SweepAsync("--set", "style-weight=1,1e3", "--set", "size=24,32", "--set", "steps=1;2,1"));

        string[] table = await File.ReadAllLinesAsync(
            _cli.File("out/sweep.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(
            "style-weight,size,steps,output,steps,loss,content,match,style,tv,range,seconds,problem", table[0]);
        Assert.Equal(9, table.Length);
        Assert.StartsWith("1,24,1,style-weight=1_size=24_steps=1.png,1,", table[1], StringComparison.Ordinal);
        Assert.StartsWith(
            "1e3,32,\"2,1\",\"style-weight=1e3_size=32_steps=2,1.png\",2,", table[8], StringComparison.Ordinal);
        Assert.Equal(8, Directory.GetFiles(_cli.File("out"), "style-weight*.png").Length);
        Assert.Equal(24, _cli.Read("out/style-weight=1_size=24_steps=1.png").Width);
        // The columns of the terms add up to the loss.
        double[] losses =
            [.. table[1].Split(',')[5..10].Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(losses[0], losses[1..].Sum(), 1e-9 * losses[0]);
        // Two columns, four rows, and a label for each row.
        Picture sheet = _cli.Read("out/sheet.png");
        Assert.InRange(sheet.Width, 2 * 252, (2 * 252) + 200);
        Assert.InRange(sheet.Height, 4 * 200, 4 * 290);
    }

    [Fact]
    public async Task Sweep_again_makes_only_the_new_pictures()
    {
        Assert.Equal(0, await SweepAsync("--set", "strength=25,50"));
        Assert.Equal(0, await SweepAsync("--set", "strength=25,50,75"));

        Assert.Contains("Made     1 pictures, 2 existed, 0 failed", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_with_a_region_makes_the_pictures_of_stylize_and_skips_them_the_next_time()
    {
        string left = _cli.Draw("left.png", (x, _, _) => x < 24 ? 1 : 0);
        string[] region = ["--region", $"{left}=keep", "--region", $"{left}#black={_cli.Checks}", "--feather", "0"];
        Assert.Equal(0, await _cli.StylizeAsync(["--steps", "1", "--strength", "75", .. region]));

        Assert.Equal(0, await SweepAsync(["--set", "strength=25,75", .. region]));
        Assert.Equal(0, await SweepAsync(["--set", "strength=25,75", .. region]));

        Assert.Equal(_cli.Read("result.png").Pixels, _cli.Read("out/strength=75.png").Pixels);
        Assert.Contains("Made     0 pictures, 2 existed, 0 failed", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_with_another_mask_or_region_is_another_sweep()
    {
        string left = _cli.Draw("left.png", (x, _, _) => x < 24 ? 1 : 0);
        string[][] others =
        [
            [],
            ["--region", $"{left}=keep"],
            ["--region", $"{left}#black=keep"],
            ["--region", $"{left}={_cli.Checks}"],
            ["--region", $"{left}={_cli.Checks}={left}"],
            ["--style-mask", left],
            ["--style-region", "0,0,24,24"],
            ["--style-region", "0,0,32,24"],
            ["--fine-style", _cli.Checks],
        ];

        foreach (string[] words in others)
            Assert.Equal(0, await SweepAsync(["--set", "strength=25", "--force", .. words]));

        string[] lines = await File.ReadAllLinesAsync(
            _cli.File("out/impasto.jsonl"), TestContext.Current.CancellationToken);
        IEnumerable<string?> keys = lines
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("key").GetString());
        Assert.Equal(others.Length, keys.Distinct().Count());
        // A mask with the same name and other pixels is another mask.
        _cli.Draw("left.png", (x, _, _) => x < 16 ? 1 : 0, width: 47);
        Assert.Equal(1, await SweepAsync("--set", "strength=25", "--region", $"{left}=keep"));
        Assert.Contains("exists already", _cli.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("strength", "--set: expected OPTION=VALUE,VALUE, got 'strength'.")]
    [InlineData("strangth=5", "Unknown option 'strangth': expected one of size,")]
    [InlineData("strength=5,500", "--strength: expected 0 to 100, got 500.")]
    [InlineData("optimizer=adam,sgd", "--optimizer: expected lbfgs, adam, got 'sgd'.")]
    [InlineData("feather=1,5", "--set: feather has no effect without --region.")]
    public async Task Sweep_of_invalid_values_is_a_wrong_call(string set, string sentence)
    {
        Assert.Equal(2, await SweepAsync("--set", set));

        Assert.StartsWith(sentence, _cli.Problem, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.File("out")));
    }

    [Fact]
    public async Task Sweep_loads_a_deeper_network_for_a_later_combination()
    {
        string network = _cli.File("tiny.safetensors");
        NetworkWriter.Write(network, TestNetworks.Whole());

        int code = await SweepAsync(
            "--network", network, "--set", "style-layers=conv1_1;conv5_4", "--content-layers", "conv1_1");

        Assert.Equal((0, ""), (code, _cli.Error.Output));
        Assert.Equal(2, Directory.GetFiles(_cli.File("out"), "style-layers*.png").Length);
    }

    private Task<int> SweepAsync(params string[] words)
    {
        string[] network = words.Contains("--network") ? [] : ["--network", "compact"];
        string[] quick = ["--size", "32", "--steps", "1", "--threads", "1"];
        return _cli.RunAsync(
            ["sweep", _cli.Photo, _cli.Waves, .. network, "-o", _cli.File("out"), .. quick, .. words]);
    }
}
