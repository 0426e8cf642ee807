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

    [Theory]
    [InlineData("--files: expected s3://BUCKET or s3://BUCKET/PREFIX, got 'pictures'.", "--files", "pictures")]
    [InlineData(
        "--files-endpoint: expected an address with http or https, got 'minio:9000'.", "--files", "s3://pictures",
        "--files-endpoint", "minio:9000")]
    [InlineData("--store: expected a connection string of PostgreSQL such as ", "--store", "nonsense")]
    public async Task Store_that_is_none_is_a_wrong_call(string problem, params string[] words)
    {
        using var cli = new CliRun();

        int code = await cli.RunAsync([
            "studio", "--no-browser", "--port", "0", "--network", "compact", "--data", cli.File("data"), .. words]);

        Assert.Equal(2, code);
        Assert.StartsWith(problem, cli.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", "The secret of webhooks needs at least 16 bytes.")]
    [InlineData("whsec_%%%", "The secret of webhooks is not in base64 after whsec_.")]
    public async Task Start_with_a_secret_that_is_none_is_one_sentence(string secret, string sentence)
    {
        using var cli = new CliRun();

        int code = await cli.RunAsync([
            "studio", "--no-browser", "--port", "0", "--network", "compact", "--data", cli.File("data"),
            "--webhook-secret", secret]);

        Assert.Equal((1, sentence), (code, cli.Problem));
    }
}
