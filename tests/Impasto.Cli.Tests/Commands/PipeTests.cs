using Impasto.Imaging;

namespace Impasto.Cli.Tests.Commands;

/// <summary>Results on standard output.</summary>
public sealed class PipeTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("png")]
    [InlineData("jpg", "--format", "jpg")]
    [InlineData("tif", "--format", "tif", "--depth", "8")]
    public async Task Result_is_the_files_bytes_and_all_words_go_to_standard_error(string ending, params string[] words)
    {
        Assert.Equal(0, await _cli.StylizeAsync(
            ["-o", _cli.File($"file.{ending}"), .. words.SkipWhile(word => word is "--format" or "jpg" or "tif")]));

        Assert.Equal(0, await _cli.StylizeAsync(["-o", "-", .. words]));

        Assert.Equal(await BytesAsync(_cli.File($"file.{ending}")), _cli.Binary.ToArray());
        Assert.Contains("Result   standard output, 32 x ", _cli.Error.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("standard output", _cli.Out.Output, StringComparison.Ordinal);
        Assert.False(File.Exists("-"));
    }

    [Theory]
    [InlineData("Expected --json or --output -, got both: each takes standard output.", "-o", "-", "--json")]
    [InlineData(
        "--format has no effect without --output -: the file's ending decides.", "-o", "a.png", "--format", "jpg")]
    [InlineData("--format: expected png, jpg, webp, tif, got 'gif'.", "-o", "-", "--format", "gif")]
    [InlineData("--variations: expected a file as --output, got standard output.", "-o", "-", "--variations", "2")]
    public async Task Wrong_call_is_refused(string problem, params string[] words)
    {
        Assert.Equal(2, await _cli.StylizeAsync(words));

        Assert.StartsWith(problem, _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Depth_that_the_format_does_not_have_is_refused_before_the_run()
    {
        Assert.Equal(2, await _cli.StylizeAsync("-o", "-", "--format", "jpg", "--depth", "16"));

        Assert.Empty(_cli.Binary.ToArray());
    }

    [Fact]
    public async Task Picture_can_be_read_from_a_pipe_and_written_to_one()
    {
        using var piped = new CliRun { Input = await BytesAsync(_cli.Photo) };

        Assert.Equal(0, await piped.RunAsync(
            "stylize", "-", piped.Waves, "-o", "-", "--size", "32", "--steps", "1", "--network", "compact"));

        Assert.Equal(32, new PictureReader().Decode(piped.Binary.ToArray(), "piped").Width);
    }

    private static Task<byte[]> BytesAsync(string file) =>
        File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
}
