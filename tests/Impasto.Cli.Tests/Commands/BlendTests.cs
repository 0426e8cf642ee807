using Impasto.Imaging;

namespace Impasto.Cli.Tests.Commands;

public sealed class BlendTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Blend_describes_the_run_and_a_replay_mixes_again()
    {
        Assert.Equal(0, await _cli.StylizeAsync());
        Assert.Equal(0, await BlendAsync(_cli.Photo, "--amount", "30", "--mode", "luminance"));

        Assert.Equal(0, await _cli.RunAsync("replay", _cli.File("blend.png"), "-o", _cli.File("again.png")));

        // The blend mixes the file, which has 8 bits, and the replay the picture before it is rounded.
        float[] differences = [.. _cli.Read("blend.png").Pixels
            .Zip(_cli.Read("again.png").Pixels, (one, other) => Math.Abs(one - other)).Order()];
        Assert.InRange(differences[^1], 0, 4.01 / 255);
        Assert.InRange(differences[differences.Length * 99 / 100], 0, 2.01 / 255);
        Assert.Equal(_cli.Read("blend.png").Size, _cli.Read("again.png").Size);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Blend_reads_standard_input(bool isResult)
    {
        Assert.Equal(0, await _cli.StylizeAsync());
        Assert.Equal(0, await BlendAsync(_cli.Photo));
        string result = _cli.File("result.png"), input = isResult ? result : _cli.Photo;
        using var piped = new CliRun
        {
            Input = await File.ReadAllBytesAsync(input, TestContext.Current.CancellationToken),
        };

        Assert.Equal(0, await piped.RunAsync(
            "blend", isResult ? "-" : result, isResult ? _cli.Photo : "-", "-o", _cli.File("piped.png")));

        Assert.Equal(_cli.Read("blend.png").Pixels, _cli.Read("piped.png").Pixels);
    }

    [Fact]
    public async Task Blend_of_standard_input_with_itself_is_refused()
    {
        Assert.Equal(2, await _cli.RunAsync("blend", "-", "-", "-o", _cli.File("blend.png")));

        Assert.Equal("Standard input (-) can be read only once.", _cli.Problem);
    }

    [Fact]
    public async Task Blend_with_another_photograph_of_the_shape_does_not_describe_the_run()
    {
        Assert.Equal(0, await _cli.StylizeAsync());

        Assert.Equal(0, await BlendAsync(_cli.Checks));

        Assert.Null(new PictureReader().ReadInfo(_cli.File("blend.png")).Parameters);
        Assert.Contains("is not the photograph of the run", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blend_with_a_photograph_of_another_shape_is_refused()
    {
        Assert.Equal(0, await _cli.StylizeAsync());
        string other = _cli.Draw("other.png", (_, _, _) => 0.5f, width: 60, height: 40);

        Assert.Equal(1, await BlendAsync(other));

        Assert.Contains("have different shapes, 32 x 27 and 60 x 40", _cli.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crop")]
    [InlineData("pad")]
    public async Task Blend_brings_the_photograph_into_the_results_frame(string framing)
    {
        Assert.Equal(0, await _cli.StylizeAsync("--size", "32x32", "--framing", framing, "--steps", "0"));

        Assert.Equal(0, await BlendAsync(_cli.Photo, "--amount", "0"));

        // A run without steps is the photograph in its frame.
        Assert.All(
            _cli.Read("result.png").Pixels.Zip(_cli.Read("blend.png").Pixels),
            pair => Assert.Equal(pair.First, pair.Second, 3.0 / 255));
    }

    private Task<int> BlendAsync(string photo, params string[] words) => _cli.RunAsync(
        ["blend", _cli.File("result.png"), photo, "-o", _cli.File("blend.png"), .. words]);
}
