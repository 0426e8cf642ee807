using System.CommandLine;

namespace Impasto.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void A_call_creates_only_the_command_that_it_names()
    {
        using var cli = new CliRun();
        RootCommand all = CommandLine.Create(cli.Terminal());

        Assert.Equal(24, all.Subcommands.Count);
        foreach (Command command in all.Subcommands)
        {
            Command called = Assert.Single(CommandLine.Create(cli.Terminal(), [command.Name, "--help"]).Subcommands);
            Assert.Equal(command.Name, called.Name);
            Assert.Equal(command.Options.Select(option => option.Name), called.Options.Select(option => option.Name));
        }
    }

    [Fact]
    public void A_call_without_a_command_knows_all_of_them()
    {
        using var cli = new CliRun();

        Assert.Equal(24, CommandLine.Create(cli.Terminal(), []).Subcommands.Count);
        Assert.Equal(24, CommandLine.Create(cli.Terminal(), ["stylise"]).Subcommands.Count);
    }
}
