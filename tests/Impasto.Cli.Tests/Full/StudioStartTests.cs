namespace Impasto.Cli.Tests.Full;

/// <summary>Studio and worker that can't start.</summary>
public sealed class StudioStartTests
{
    // Port 1 of this machine: nobody listens there.
    [Theory]
    [InlineData("studio", "--no-browser", "--port", "0")]
    [InlineData("worker")]
    public async Task Start_without_its_database_is_one_sentence(params string[] words)
    {
        using var cli = new CliRun();

        int code = await cli.RunAsync([
            .. words, "--network", "compact", "--data", cli.File("data"), "--store",
            "Host=127.0.0.1;Port=1;Username=nobody;Database=nothing"]);

        Assert.Equal(1, code);
        Assert.StartsWith("The store can't be used: ", cli.Problem, StringComparison.Ordinal);
        Assert.Single(cli.Error.Lines, line => line.Length > 0);
        Assert.Equal("", cli.Out.Output);
    }
}
