using System.CommandLine;
using Impasto.Cli.Shell;
using Impasto.Studio.Tokens;
using Spectre.Console;

namespace Impasto.Cli.Full;

/// <summary>impasto studio tokens: adds, lists and revokes the tokens of a studio, also while it runs.</summary>
internal static class TokensCommand
{
    public static Command Create(Terminal terminal) =>
        new("tokens", "Add, list and revoke the tokens with which people and programs use a studio.")
        {
            Add(terminal),
            List(terminal),
            Revoke(terminal),
        };

    private static Command Add(Terminal terminal)
    {
        Argument<string> name = Name("Who has the token, such as anna or shop-backend.");
        return Command(
            terminal,
            "add",
            "Create a token and print it, the only time: the studio keeps its digest only.",
            name,
            async (tokens, parsed) =>
            {
                // Alone on standard output, for scripts.
                terminal.Data.WriteLine(await tokens.AddAsync(parsed.GetRequiredValue(name)));
                terminal.Error.WriteLine(
                    "Note     It can't be shown again. A studio that runs without tokens asks for them from its next "
                    + "start on.");
            });
    }

    private static Command List(Terminal terminal) => Command(
        terminal,
        "list",
        "List the names of all tokens, and when they were created.",
        null,
        async (tokens, _) =>
        {
            IReadOnlyList<NamedToken> all = await tokens.ListAsync();
            int width = all.Select(token => token.Name.Length).DefaultIfEmpty().Max();
            foreach (NamedToken token in all)
                terminal.Out.WriteLine($"{token.Name.PadRight(width)}  created {token.Created:yyyy-MM-dd HH:mm} UTC");
            if (all.Count == 0)
                terminal.Out.WriteLine("There are no tokens.");
        });

    private static Command Revoke(Terminal terminal)
    {
        Argument<string> name = Name("The token's name.");
        return Command(
            terminal,
            "revoke",
            "Remove a token: whoever has it is refused at once, also by a studio that runs.",
            name,
            async (tokens, parsed) =>
            {
                await tokens.RevokeAsync(parsed.GetRequiredValue(name));
                terminal.Out.WriteLine($"Revoked {parsed.GetRequiredValue(name)}.");
            });
    }

    private static Argument<string> Name(string description) => new("name") { Description = description };

    private static Command Command(
        Terminal terminal,
        string name,
        string description,
        Argument<string>? argument,
        Func<StudioTokens, ParseResult, Task> action)
    {
        var store = new StudioArguments();
        var command = new Command(name, description);
        if (argument is not null)
            command.Arguments.Add(argument);
        store.AddStoreTo(command);
        command.SetAction(async (parsed, _) =>
        {
            (string folder, string? connection) = store.ReadStore(terminal, parsed);
            await using StudioTokens tokens = await StudioTokens.OpenAsync(folder, connection, terminal.Clock);
            await action(tokens, parsed);
        });
        return command;
    }
}
