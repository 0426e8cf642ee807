using System.Text.Json.Nodes;
using Impasto.Imaging;

namespace Impasto.Cli.Tests.Commands;

[Collection("libtorch")]
public sealed class ReplayTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("r.png")]
    [InlineData("r.png", "--depth", "16")]
    [InlineData("r.tif", "--depth", "8")]
    [InlineData("r.jpg", "--quality", "60")]
    [InlineData("r.webp")]
    public async Task Replay_makes_the_same_picture_bit_for_bit(string name, params string[] options)
    {
        Assert.Equal(0, await _cli.StylizeAsync(
            [
                "-o", _cli.File(name), $"{_cli.Checks}=2", "--init", "noise", "--seed", "5", "--steps", "3",
                "--optimizer", "adam", "--learning-rate", "0.05", .. options,
            ]));
        string again = $"again{Path.GetExtension(name)}";

        Assert.Equal(0, await ReplayAsync(name, again));

        Assert.Equal(_cli.Read(name).Pixels, _cli.Read(again).Pixels);
        Assert.Equal(await Bytes(name), await Bytes(again));
    }

    [Fact]
    public async Task Replay_takes_changed_options_and_continue_takes_the_recipe()
    {
        Assert.Equal(0, await _cli.StylizeAsync("--steps", "2", "--tv-weight", "3", "--size", "40"));

        Assert.Equal(0, await _cli.RunAsync(
            "replay", _cli.File("result.png"), "--size", "36", "--steps", "1", "-o", _cli.File("again.png")));
        Assert.Equal(0, await _cli.RunAsync(
            "stylize", _cli.Photo, _cli.Checks, "--continue", _cli.File("result.png"), "-o", _cli.File("more.png")));

        RunRecord again = Of("again.png"), more = Of("more.png");
        Assert.Equal((36, 3.0, "1"), Read(again.Options));
        Assert.Equal((40, 3.0, "2"), Read(more.Options));
        Assert.Equal(("compact", 40), (more.Network.Name, _cli.Read("more.png").Width));

        static (int?, double, string) Read(StylizeOptions options) =>
            (options.Sizing.Size, options.Losses.TvWeight, $"{options.Steps}");

        RunRecord Of(string name) => RunRecord.Parse(new PictureReader().ReadInfo(_cli.File(name)).Parameters!);
    }

    [Fact]
    public async Task Replay_starts_from_the_same_picture_again()
    {
        Assert.Equal(0, await _cli.StylizeAsync("--init", _cli.Checks, "--steps", "0"));

        Assert.Equal(0, await ReplayAsync("result.png"));

        Assert.Equal(_cli.Read("result.png").Pixels, _cli.Read("again.png").Pixels);
    }

    [Fact]
    public async Task Replay_of_16_bits_into_jpeg_has_8()
    {
        Assert.Equal(0, await _cli.StylizeAsync("--depth", "16", "--steps", "0"));

        Assert.Equal(0, await ReplayAsync("result.png", "again.jpg"));

        Assert.Equal(8, new PictureReader().ReadInfo(_cli.File("again.jpg")).Bits);
    }

    [Fact]
    public async Task Replay_relative_names_are_found_beside_the_picture()
    {
        await Write(_cli.File("moved.png"), record => record["content"]!["name"] = "photo.png");

        Assert.Equal(0, await ReplayAsync("moved.png"));

        Assert.Equal(32, _cli.Read("again.png").Width);
    }

    [Fact]
    public async Task Replay_without_output_adds_again_to_the_name_and_keeps_existing_files()
    {
        await Write(_cli.File("r.png"), _ => { });
        string here = Path.Combine(Environment.CurrentDirectory, "r_again.png");
        Assert.False(File.Exists(here));
        try
        {
            Assert.Equal(0, await _cli.RunAsync("replay", _cli.File("r.png"), "--threads", "1"));
            Assert.Equal(1, await _cli.RunAsync("replay", _cli.File("r.png"), "--threads", "1"));
            Assert.Contains("'r_again.png' exists already", _cli.Problem, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(here);
        }
    }

    [Fact]
    public async Task Replay_other_weights_are_refused()
    {
        await Write(_cli.File("r.png"), record => record["network"]!["sha256"] = new string('a', 64));

        Assert.Equal(1, await ReplayAsync("r.png"));

        Assert.Contains(
            "The picture was made with other weights (SHA-256 aaaaaaaaaaaa) than 'compact' is here",
            _cli.Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_content_from_standard_input_is_refused()
    {
        await Write(_cli.File("r.png"), record => record["content"]!["name"] = "-");

        Assert.Equal(1, await ReplayAsync("r.png"));

        Assert.Equal("The picture's content came from standard input: it can't be run again.", _cli.Problem);
    }

    [Fact]
    public async Task Replay_picture_of_another_program_is_refused()
    {
        Assert.Equal(1, await ReplayAsync("photo.png"));

        Assert.Equal(
            $"'{_cli.Photo}' has no parameters of a run: only pictures that Impasto wrote have them.", _cli.Problem);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"impasto\":1}")]
    [InlineData("{\"impasto\":1,\"content\":\"a\",\"styles\":[],\"preset\":\"fine\",\"options\":{},"
        + "\"network\":\"compact\",\"networkSha256\":\"aa\"}")]
    [InlineData("{\"impasto\":1,\"content\":7,\"styles\":{},\"preset\":null,\"options\":{\"size\":5},"
        + "\"network\":\"compact\",\"networkSha256\":\"\"}")]
    public async Task Replay_damaged_parameters_are_one_sentence(string parameters)
    {
        var writing = new PictureWriteOptions { Parameters = parameters };
        PictureWriter.Write(_cli.Read("photo.png"), _cli.File("r.png"), writing);

        Assert.Equal(1, await ReplayAsync("r.png"));

        Assert.Equal("The description of the run is damaged.", _cli.Problem);
    }

    [Fact]
    public async Task Replay_parameters_of_a_later_version_are_named()
    {
        await Write(_cli.File("r.png"), record => record["impasto"] = 3);

        Assert.Equal(1, await ReplayAsync("r.png"));

        Assert.Equal(
            "The description of the run has version 3: this version of Impasto reads 1 and 2.", _cli.Problem);
    }

    [Theory]
    [InlineData("size", "0", "--size: expected 1 to 100000, or original, got 0.")]
    [InlineData("sise", "9", "Unknown option 'sise': expected one of size,")]
    [InlineData("alpha", "perhaps", "--alpha: expected keep, drop, got 'perhaps'.")]
    public async Task Replay_invalid_options_are_named(string name, string value, string sentence)
    {
        await Write(_cli.File("r.png"), record => record["options"]![name] = value);

        Assert.Equal(1, await ReplayAsync("r.png"));

        Assert.StartsWith(sentence, _cli.Problem, StringComparison.Ordinal);
    }

    // Writes a picture with the changed parameters of a real run.
    private async Task Write(string path, Action<JsonNode> change)
    {
        Assert.Equal(0, await _cli.StylizeAsync("--steps", "1", "--quiet", "-o", _cli.File("made.png")));
        JsonNode record = JsonNode.Parse(new PictureReader().ReadInfo(_cli.File("made.png")).Parameters!)!;
        change(record);
        var writing = new PictureWriteOptions { Parameters = record.ToJsonString() };
        PictureWriter.Write(_cli.Read("made.png"), path, writing);
    }

    private Task<int> ReplayAsync(string name, string again = "again.png") =>
        _cli.RunAsync("replay", _cli.File(name), "-o", _cli.File(again), "--threads", "1");

    // The metadata contains no time and no folder, so that the files are equal, too.
    private Task<byte[]> Bytes(string name) =>
        File.ReadAllBytesAsync(_cli.File(name), TestContext.Current.CancellationToken);
}
