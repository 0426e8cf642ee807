namespace Impasto.Cli.Tests.Full;

/// <summary>impasto studio tokens.</summary>
public sealed class TokensTests
{
    [Fact]
    public async Task Tokens_are_added_listed_and_revoked()
    {
        using var cli = new CliRun();

        Assert.Equal(0, await RunAsync(cli, "add", "anna"));
        string token = cli.Data.ToString().Trim();
        Assert.Matches("^[0-9a-f]{48}$", token);
        Assert.DoesNotContain(token, cli.Out.Output + cli.Error.Output, StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync(cli, "list"));
        Assert.Matches("^anna  created \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC\n$", cli.Out.Output);
        Assert.Equal(0, await RunAsync(cli, "revoke", "anna"));
        Assert.Equal(0, await RunAsync(cli, "list"));
        Assert.EndsWith("Revoked anna.\nThere are no tokens.\n", cli.Out.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(cli.File("data/studio.db")));
        }
    }

    [Theory]
    [InlineData("add", "an na", "Expected a name of 1 to 64 letters, digits, '.', '_', '@' or '-', got 'an na'.")]
    [InlineData("revoke", "ben", "There is no token 'ben'.")]
    public async Task Wrong_name_is_one_sentence(string verb, string name, string sentence)
    {
        using var cli = new CliRun();

        int code = await RunAsync(cli, verb, name);

        Assert.Equal((1, sentence), (code, cli.Problem));
    }

    [Fact]
    public async Task Name_that_is_taken_is_one_sentence()
    {
        using var cli = new CliRun();
        await RunAsync(cli, "add", "anna");
        using var again = new CliRun();

        int code = await again.RunAsync("studio", "tokens", "add", "anna", "--data", cli.File("data"));

        Assert.Equal(
            (1, "There is a token 'anna' already: revoke it, or choose another name."), (code, again.Problem));
    }

    private static Task<int> RunAsync(CliRun cli, params string[] words) =>
        cli.RunAsync(["studio", "tokens", .. words, "--data", cli.File("data")]);
}
