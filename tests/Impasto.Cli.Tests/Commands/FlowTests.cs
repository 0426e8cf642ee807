using Impasto.Imaging;
using Impasto.Tests;

namespace Impasto.Cli.Tests.Commands;

/// <summary>Flow drawn by the command.</summary>
public sealed class FlowTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    // A shift to the right is drawn in red, and read back from the .flo file by another call.
    [Fact]
    public async Task Flow_of_a_shift_is_drawn_and_written()
    {
        string first = Draw("a.png", 0), second = Draw("b.png", 2);

        Assert.Equal(0, await _cli.RunAsync(
            "flow", first, second, "-o", _cli.File("flow.png"), "--flo", _cli.File("flow.flo")));

        Picture drawn = _cli.Read("flow.png");
        int middle = (24 * 64) + 32;
        Assert.True(drawn.Pixels[middle] > 0.9 && drawn.Pixels[(2 * 64 * 48) + middle] < 0.5);
        Assert.Equal(2, Video.Flow.FloFile.Read(_cli.File("flow.flo")).Horizontal[middle], 0.2f);
        Assert.Contains("motion ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Equal(1, await _cli.RunAsync("flow", first, second, "-o", _cli.File("flow.png")));
    }

    [Fact]
    public async Task Pictures_of_two_sizes_are_refused()
    {
        Assert.Equal(1, await _cli.RunAsync("flow", _cli.Photo, Draw("a.png", 0), "-o", _cli.File("flow.png")));

        Assert.EndsWith("expected one size.", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frame_that_is_an_animation_is_noted()
    {
        byte[] file = await File.ReadAllBytesAsync(Draw("a.png", 0), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            _cli.File("b.png"),
            PngFile.With(file, ("acTL", [0, 0, 0, 5, 0, 0, 0, 0])),
            TestContext.Current.CancellationToken);

        Assert.Equal(0, await _cli.RunAsync("flow", _cli.File("a.png"), _cli.File("b.png"), "-o", _cli.File("f.png")));

        Assert.Contains(
            $"Note     '{_cli.File("b.png")}' is an animation of 5 frames", _cli.Out.Output, StringComparison.Ordinal);
    }

    private string Draw(string name, int shift) => _cli.Draw(
        name,
        (x, y, c) => (float)(0.5 + (0.25 * Math.Sin((x - shift) * 0.35))
            + (0.25 * Math.Sin((y * 0.3) + c + ((x - shift) * 0.1)))),
        64,
        48);
}
