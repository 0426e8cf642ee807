using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Impasto.Cli.Arguments;
using Impasto.Cli.Shell;
using Spectre.Console;

namespace Impasto.Cli.Help;

/// <summary>A command's help, as wide as the terminal: usage, arguments, options under headings, examples.</summary>
/// <param name="console">Prints the help.</param>
internal sealed class HelpText(IAnsiConsole console) : SynchronousCommandLineAction
{
    // Longer lines are hard to read, and a pipe has no width at all.
    private const int Widest = 110;
    private const int WidestNames = 27;
    private const int NarrowestText = 36;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Gives every command of the program this help.</summary>
    public static void AddTo(RootCommand root, IAnsiConsole console)
    {
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        // Without the aliases of Windows: completion would offer them everywhere.
        root.Options.Add(new HelpOption("--help", "-h")
        {
            Description = "Show this help.",
            Action = new HelpText(console),
        });
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        Paragraph(command.Description ?? "");
        console.WriteLine();
        console.WriteLine("Usage:");
        console.WriteLine($"  {Usage(command)}");
        Section("Commands", command.Subcommands.Where(sub => !sub.Hidden)
            .Select(sub => (sub.Name, sub.Description ?? "")));
        Section("Arguments", command.Arguments.Select(argument => ($"<{argument.Name}>", argument.Description ?? "")));
        foreach (IGrouping<string, Option> group in Options(command).GroupBy(GroupOf))
            Section(group.Key, group.Select(option => (Names(option), option.Description ?? "")));
        string[] examples = Examples.Of(command);
        if (examples.Length > 0)
        {
            console.WriteLine();
            console.WriteLine("Examples:");
            foreach (string line in examples)
                console.WriteLine($"  {line}");
        }

        return ExitCode.Success;
    }

    private static string GroupOf(Option option) => (option as IGroupedOption)?.Group ?? "Options";

    private static string Usage(Command command)
    {
        string arguments = string.Concat(command.Arguments.Select(argument => argument.Arity switch
        {
            { MinimumNumberOfValues: 0 } => $" [<{argument.Name}>]",
            { MaximumNumberOfValues: > 1 } => $" <{argument.Name}>...",
            _ => $" <{argument.Name}>",
        }));
        string subcommand = command switch
        {
            { Subcommands.Count: 0 } => "",
            { Action: null } => " <command>",
            _ => " [<command>]",
        };
        return $"{WrongCalls.NameOf(command)}{subcommand}{arguments} [options]";
    }

    private static IEnumerable<Option> Options(Command command) => command.Options
        .Concat(command.Parents.OfType<RootCommand>()
            .Concat(command.Parents.SelectMany(parent => parent.Parents).OfType<RootCommand>())
            .SelectMany(root => root.Options.Where(option => option.Recursive)))
        .Where(option => !option.Hidden)
        .Distinct();

    private static string Names(Option option)
    {
        string[] aliases = [.. option.Aliases.Where(alias => alias.Length == 2)];
        string value = option.HelpName is { } name ? $" <{name}>" : "";
        return $"{string.Join(", ", [.. aliases, option.Name])}{value}";
    }

    private void Section(string heading, IEnumerable<(string Name, string Text)> entries)
    {
        (string Name, string Text)[] all = [.. entries];
        if (all.Length == 0)
            return;
        console.WriteLine();
        console.WriteLine($"{heading}:");
        int width = Width(), names = Math.Min(WidestNames, all.Max(entry => entry.Name.Length));
        int indent = width - names - 4 >= NarrowestText ? names + 4 : 6;
        foreach ((string name, string text) in all)
        {
            string[] lines = Wrap(text, width - indent);
            bool beside = 2 + name.Length + 2 <= indent;
            console.WriteLine(beside ? $"  {name}".PadRight(indent) + lines[0] : $"  {name}");
            foreach (string line in beside ? lines[1..] : lines)
                console.WriteLine(new string(' ', indent) + line);
        }
    }

    private void Paragraph(string text)
    {
        foreach (string line in Wrap(text, Width()))
            console.WriteLine(line);
    }

    private int Width() => Math.Clamp(console.Profile.Width - 1, 20, Widest);

    private static string[] Wrap(string text, int width)
    {
        List<string> lines = [""];
        foreach (string word in text.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > width)
                lines.Add(word);
            else
                lines[^1] += lines[^1].Length > 0 ? $" {word}" : word;
        }

        return [.. lines];
    }
}
