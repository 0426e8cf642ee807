using Impasto.Imaging;
using Impasto.Networks.Weights;

namespace Impasto.Cli.Tests.Commands;

public sealed class InfoTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Info_picture_tells_format_size_colours_profile_and_origin()
    {
        PictureWriter.Write(
            new Picture(3, 2, new float[18], new float[6]), _cli.File("a.tif"), new PictureWriteOptions { Parameters = "{\"impasto\":1}" });

        Assert.Equal(0, await _cli.RunAsync("info", _cli.File("a.tif")));

        Assert.Equal(
            [
                "Format        tiff", "Size          3 x 2 pixels, 16 bits a channel", "Colours       rgb16, with alpha",
                "Profile       sRGB", "Orientation   upright", "Made by       Impasto, with these parameters", "Parameters    {\"impasto\":1}",
            ],
            _cli.Out.Output.TrimEnd().Split('\n').Select(line => line.StartsWith("Profile", StringComparison.Ordinal) ? line[..18] : line));
    }

    [Fact]
    public async Task Info_picture_without_parameters_says_so()
    {
        Assert.Equal(0, await _cli.RunAsync("info", _cli.Photo));

        Assert.Contains("Made by       not Impasto, or it does not say", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_compact_tells_the_network()
    {
        Assert.Equal(0, await _cli.RunAsync("info", "compact"));

        Assert.Contains("Network       compact\n", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains($"SHA-256       {NetworkCatalog.Compact().Network.Sha256}\n", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains("conv1_1 (3 to ", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vgg19", "The weights 'vgg19' are not installed: run impasto weights install vgg19.")]
    [InlineData("missing.png", "'missing.png' can't be read: there is no such file.")]
    public async Task Info_what_is_not_there_gives_1(string file, string sentence)
    {
        Assert.Equal(1, await _cli.RunAsync("info", file));

        Assert.Equal(sentence, _cli.Problem);
    }

    [Theory]
    [InlineData(".pth")]
    [InlineData(".safetensors")]
    public async Task Info_file_that_is_no_network_gives_1(string ending)
    {
        await File.WriteAllTextAsync(_cli.File($"a{ending}"), "no weights at all", TestContext.Current.CancellationToken);

        Assert.Equal(1, await _cli.RunAsync("info", _cli.File($"a{ending}")));

        Assert.Contains($"a{ending}'", _cli.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_picture_with_a_weight_files_name_is_judged_by_its_content_or_named()
    {
        File.Copy(_cli.Photo, _cli.File("photo.bin"));

        Assert.Equal(1, await _cli.RunAsync("info", _cli.File("photo.bin")));

        Assert.Contains("photo.bin'", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Presets_shows_the_first_whole_and_of_the_others_what_differs()
    {
        Assert.Equal(0, await _cli.RunAsync("presets"));

        string[] blocks = _cli.Out.Output.TrimEnd().Split("\n\n");
        Assert.Equal(Presets.All.Select(preset => $"{preset.Name}:"), blocks.Select(block => block.Split(' ')[0]));
        Assert.Equal(StylizeOptionCatalog.Read(new StylizeOptions()).Count + 1, blocks[0].Split('\n').Length);
        string notebook = Assert.Single(blocks, block => block.StartsWith("notebook:", StringComparison.Ordinal));
        Assert.Contains("  --steps 2000\n", notebook, StringComparison.Ordinal);
        Assert.DoesNotContain("--alpha", notebook, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Presets_explain_says_why_and_what_each_option_does()
    {
        Assert.Equal(0, await _cli.RunAsync("presets", "print", "--explain"));

        string shown = string.Join(' ', _cli.Out.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("strokes that a small file does not show can't be painted", shown, StringComparison.Ordinal);
        Assert.Contains($"--size 3000 {StylizeOptionCatalog.Find("size").Help}", shown, StringComparison.Ordinal);
    }

    public static TheoryData<string> Names => [.. Presets.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Presets_one_is_shown_whole_and_can_be_typed_as_it_stands(string name)
    {
        Assert.Equal(0, await _cli.RunAsync("presets", name));

        string[] lines = [.. _cli.Out.Output.TrimEnd().Split('\n').Skip(1).Select(line => line.Trim())];
        StylizeOptions options = new();
        foreach (string[] pair in lines.Select(line => line[2..].Split(' ', 2)))
            options = StylizeOptionCatalog.Find(pair[0]).Write(options, pair[1]);
        foreach (StylizeOption option in StylizeOptionCatalog.All)
            Assert.Equal(option.Read(Presets.Find(name).Options), option.Read(options));
    }

    [Fact]
    public async Task Weights_list_begins_with_what_is_inside()
    {
        Assert.Equal(0, await _cli.RunAsync("weights", "list"));

        Assert.StartsWith("compact   inside the program, ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains($"Nothing else is installed in '{_cli.File("home/weights")}'.", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_what_is_not_installed_gives_1()
    {
        Assert.Equal(1, await _cli.RunAsync("weights", "remove", "vgg19"));
        Assert.Equal(1, await _cli.RunAsync("weights", "verify", "vgg19"));
        Assert.Equal(1, await _cli.RunAsync("weights", "install", "vgg19", "--from", _cli.File("no.pth")));

        Assert.DoesNotContain("unexpected", _cli.Problem, StringComparison.Ordinal);
        Assert.Contains("no.pth", _cli.Problem, StringComparison.Ordinal);
    }
}
