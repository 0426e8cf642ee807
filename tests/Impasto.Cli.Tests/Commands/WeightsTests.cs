namespace Impasto.Cli.Tests.Commands;

public sealed class WeightsTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Weights_list_begins_with_the_built_in_network()
    {
        Assert.Equal(0, await _cli.RunAsync("weights", "list"));

        Assert.StartsWith("compact   inside the program, ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"Nothing else is installed in '{_cli.File("home/weights")}'.", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_missing_weights_give_1()
    {
        Assert.Equal(1, await _cli.RunAsync("weights", "remove", "vgg19"));
        Assert.Equal(1, await _cli.RunAsync("weights", "verify", "vgg19"));
        Assert.Equal(1, await _cli.RunAsync("weights", "install", "vgg19", "--from", _cli.File("no.pth")));

        Assert.DoesNotContain("unexpected", _cli.Problem, StringComparison.Ordinal);
        Assert.Contains("no.pth", _cli.Problem, StringComparison.Ordinal);
    }
}
