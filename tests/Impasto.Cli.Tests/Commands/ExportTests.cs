using Impasto.Tests;

namespace Impasto.Cli.Tests.Commands;

public sealed class ExportTests : IDisposable
{
    private readonly CliRun _cli = new();
    private readonly string _style;

    public ExportTests()
    {
        _style = _cli.File("waves.style");
        TestStyles.Write(_style, seed: 4);
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Export_writes_the_file_that_the_library_writes()
    {
        Assert.Equal(0, await _cli.RunAsync("export", _style));

        LearnedStyle.Load(_style).ExportOnnx(_cli.File("wanted.onnx"));
        Assert.Equal(
            await File.ReadAllBytesAsync(_cli.File("wanted.onnx"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(_cli.File("waves.onnx"), TestContext.Current.CancellationToken));
        Assert.Contains("Result", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_again_is_refused_without_force()
    {
        Assert.Equal(0, await _cli.RunAsync("export", _style));

        Assert.Equal(1, await _cli.RunAsync("export", _style));
        Assert.Contains("exists already", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(0, await _cli.RunAsync("export", _style, "--force"));
    }

    [Fact]
    public async Task Export_of_a_picture_says_that_it_is_no_style()
    {
        Assert.Equal(1, await _cli.RunAsync("export", _cli.Photo, "-o", _cli.File("a.onnx")));

        Assert.Contains(_cli.Photo, _cli.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", _cli.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("a.onnx", _cli.Names());
    }

    [Fact]
    public async Task Info_describes_a_style_in_words()
    {
        Assert.Equal(0, await _cli.RunAsync("info", _style));

        foreach (string part in (string[])
            [
                "waves.jpg, 640 x 480 pixels, learned at 512", "2.5 minutes, 120 steps, the best after 100",
                "321 photographs", "2.000 before, 1.500 after (-25 %)", "3.000 before, 1.800 after (-40 %)",
                "CC BY 4.0",
            ])
        {
            Assert.Contains(part, _cli.Out.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        }
    }
}
