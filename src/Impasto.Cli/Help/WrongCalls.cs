using System.CommandLine;
using System.CommandLine.Parsing;

namespace Impasto.Cli.Help;

/// <summary>Finds out what is wrong with a call and explains it in one sentence.</summary>
internal static class WrongCalls
{
    // A name with more wrong letters is no typing mistake.
    private const int MostSlips = 3;

    /// <summary>Explains what is wrong with a call; null if nothing is.</summary>
    public static string? Explain(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string? problem = UnknownOption(parsed)
            ?? UnknownWord(parsed)
            ?? LooseNumber(parsed)
            ?? MissingCommand(command, parsed)
            ?? MissingArguments(parsed)
            ?? parsed.Errors.Select(Explain).FirstOrDefault();
        return problem is null ? null : $"{problem} See {NameOf(command)} --help.";
    }

    /// <summary>The words that call a command: impasto weights install.</summary>
    public static string NameOf(Command command)
    {
        List<string> names = [];
        for (Symbol? symbol = command; symbol is Command; symbol = symbol.Parents.FirstOrDefault())
            names.Insert(0, symbol is RootCommand ? "impasto" : symbol.Name);
        return string.Join(' ', names);
    }

    // Without this check, a mistyped option would be the file of a style.
    private static string? UnknownOption(ParseResult parsed)
    {
        HashSet<Token> literal = [.. parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash)];
        string? unknown = parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Where(token => !literal.Contains(token))
            .Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens)
            .FirstOrDefault(word => word.Length > 1 && word[0] == '-');
        if (unknown is null)
            return null;
        string name = unknown.Split('=')[0];
        string[] names = [.. Options(parsed.CommandResult.Command).Select(option => option.Name)];
        string? near = PeerNames.Find(name, names) ?? Nearest(name, names);
        return $"Unknown option '{name}'{(near is null ? "." : $": did you mean {near}?")}";
    }

    private static string? UnknownWord(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.Count == 0)
            return null;
        string word = parsed.UnmatchedTokens[0];
        Command command = parsed.CommandResult.Command;
        if (word == "help")
            return $"Unknown command 'help': did you mean {NameOf(command)} --help?";
        if (command.Subcommands.Count == 0)
            return UnexpectedNumber(word) ?? $"Unexpected word '{word}': {NameOf(command)} takes {Takes(command)}.";
        return Nearest(word, command.Subcommands.Select(sub => sub.Name)) is { } near
            ? $"Unknown command '{word}': did you mean {NameOf(command)} {near}?"
            : $"Unknown command '{word}': expected {Names(command.Subcommands)}.";
    }

    // Without this check, the second number of --steps 10 20 would be the file of a style.
    private static string? LooseNumber(ParseResult parsed) => parsed.CommandResult.Children.OfType<ArgumentResult>()
        .SelectMany(argument => argument.Tokens)
        .Select(token => UnexpectedNumber(token.Value))
        .FirstOrDefault(problem => problem is not null);

    private static string? UnexpectedNumber(string word) =>
        word.Any(char.IsAsciiDigit) && word.All(letter => char.IsAsciiDigit(letter) || letter is '.' or ',')
            && !File.Exists(word)
            ? $"Unexpected number '{word}': several numbers of one option are joined by commas, as in --steps 10,20."
            : null;

    private static string? MissingCommand(Command command, ParseResult parsed) =>
        command is { Action: null, Subcommands.Count: > 0 } && parsed.Errors.Count > 0
            ? $"Expected a command: {Names(command.Subcommands)}."
            : null;

    private static string? MissingArguments(ParseResult parsed)
    {
        string[] missing =
        [
            .. parsed.CommandResult.Command.Arguments
                .Where(argument => argument.Arity.MinimumNumberOfValues > 0)
                .Where(argument => !(parsed.GetResult(argument)?.Tokens.Count > 0))
                .Select(argument => $"<{argument.Name}>"),
        ];
        return missing.Length == 0 ? null : $"Expected {string.Join(" and ", missing)}, got nothing.";
    }

    private static string Explain(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0 } option => $"{option.Option.Name}: expected a value, got nothing.",
        OptionResult { IdentifierTokenCount: > 1 } option =>
            $"{option.Option.Name}: expected once, got {option.IdentifierTokenCount} times.",
        _ => error.Message,
    };

    private static IEnumerable<Option> Options(Command command) => command.Options.Concat(
        command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)));

    private static string Names(IEnumerable<Command> commands) =>
        string.Join(", ", commands.Where(command => !command.Hidden).Select(command => command.Name));

    private static string Takes(Command command) => command.Arguments.Count == 0
        ? "options only"
        : string.Join(" and ", command.Arguments.Select(argument => $"<{argument.Name}>"));

    private static string? Nearest(string word, IEnumerable<string> names) => names
        .Select(name => (Name: name, Slips: Slips(word, name)))
        .Where(candidate => candidate.Slips <= Math.Min(MostSlips, candidate.Name.Length / 3))
        .OrderBy(candidate => candidate.Slips)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    // Number of letters to add, drop or change. Source: Levenshtein, 1966.
    private static int Slips(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int change = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
