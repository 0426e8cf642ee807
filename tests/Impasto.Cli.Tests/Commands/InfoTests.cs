using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Networks.Weights;

namespace Impasto.Cli.Tests.Commands;

public sealed class InfoTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Info_describes_what_a_pipe_or_standard_input_holds(bool isPipe)
    {
        string weights = Path.Combine(Repository.Root, "src", "Impasto", "Networks", "compact.safetensors");
        foreach (string file in (string[])[_cli.Photo, weights])
        {
            byte[] content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            using var run = new CliRun { Input = content };
            if (isPipe)
                await run.MakePipeAsync("pipe");
            Task feeding = isPipe
                ? Task.Run(() => File.WriteAllBytes(run.File("pipe"), content), TestContext.Current.CancellationToken)
                : Task.CompletedTask;
            using var plain = new CliRun();
            Assert.Equal(0, await plain.RunAsync("info", file));

            Assert.Equal((0, ""), (await run.RunAsync("info", isPipe ? run.File("pipe") : "-"), run.Problem));

            await feeding;
            Assert.Equal(Rows(plain), Rows(run));
        }

        // A network without a name in its file is called as the file is.
        static string[] Rows(CliRun run) =>
            [.. run.Out.Output.Split('\n').Where(row => !row.StartsWith("Network", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task Info_of_a_pipe_that_holds_neither_names_the_pipe()
    {
        using var run = new CliRun { Input = "words"u8.ToArray() };

        Assert.Equal(1, await run.RunAsync("info", "-"));

        Assert.StartsWith("'-' can't be read: ", run.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_picture_has_format_size_colours_profile_and_origin()
    {
        PictureWriter.Write(
            new Picture(3, 2, new float[18], new float[6]),
            _cli.File("a.tif"),
            new PictureWriteOptions { Parameters = "{\"impasto\":1}" });

        Assert.Equal(0, await _cli.RunAsync("info", _cli.File("a.tif")));

        string[] lines = _cli.Out.Output.TrimEnd().Split('\n');
        Assert.Equal(
            [
                "Format        tiff",
                "Size          3 x 2 pixels, 16 bits per channel",
                "Colours       rgb16, with alpha",
                "Profile       sRGB",
                "Resolution    72 dots per inch",
                "Orientation   upright",
                "Made by       Impasto, with these parameters",
                "Parameters    {\"impasto\":1}",
            ],
            lines.Select(line => line.StartsWith("Profile", StringComparison.Ordinal) ? line[..18] : line));
    }

    [Fact]
    public async Task Info_picture_without_parameters_is_not_by_impasto()
    {
        Assert.Equal(0, await _cli.RunAsync("info", _cli.Photo));

        Assert.Contains("Made by       not Impasto, or without parameters", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_compact_describes_the_network()
    {
        Assert.Equal(0, await _cli.RunAsync("info", "compact"));

        Assert.Contains("Network       compact\n", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"SHA-256       {NetworkCatalog.Compact().Network.Sha256}\n", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains("conv1_1 (3 to ", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vgg19", "The weights 'vgg19' are not installed: run impasto weights install vgg19.")]
    [InlineData("missing.png", "'missing.png' can't be read: there is no such file.")]
    public async Task Info_missing_file_gives_1(string file, string sentence)
    {
        Assert.Equal(1, await _cli.RunAsync("info", file));

        Assert.Equal(sentence, _cli.Problem);
    }

    [Theory]
    [InlineData(".pth")]
    [InlineData(".safetensors")]
    public async Task Info_damaged_weight_file_gives_1(string ending)
    {
        await File.WriteAllTextAsync(
            _cli.File($"a{ending}"), "no weights at all", TestContext.Current.CancellationToken);

        Assert.Equal(1, await _cli.RunAsync("info", _cli.File($"a{ending}")));

        Assert.Contains($"a{ending}'", _cli.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", _cli.Problem, StringComparison.Ordinal);
    }

    // The first bytes tell weights from pictures.
    [Theory]
    [InlineData("epoch.ckpt")]
    [InlineData("model_best.pth.tar")]
    [InlineData("weights.pkl")]
    [InlineData("weights")]
    public async Task Info_weights_of_any_ending_are_described_as_weights(string name)
    {
        string path = _cli.File(name);
        NetworkWriter.Write(path, NetworkCatalog.Compact().Network);

        Assert.Equal(0, await _cli.RunAsync("info", path));

        Assert.Contains(
            $"SHA-256       {NetworkCatalog.Compact().Network.Sha256}\n", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_picture_with_the_name_of_a_weight_file_is_named()
    {
        File.Copy(_cli.Photo, _cli.File("photo.bin"));

        Assert.Equal(1, await _cli.RunAsync("info", _cli.File("photo.bin")));

        Assert.Contains("photo.bin'", _cli.Problem, StringComparison.Ordinal);
    }
}
