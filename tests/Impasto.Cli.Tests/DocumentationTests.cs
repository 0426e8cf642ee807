using System.CommandLine;
using System.Text.RegularExpressions;
using Impasto.Cli.Help;
using Impasto.Tests;

namespace Impasto.Cli.Tests;

/// <summary>The program accepts every command that the documents show.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Documents =>
    [
        "README.md", "docs/install.md", "docs/how-to.md", "docs/studio.md", "docs/video.md", "docs/compact-network.md",
        "docs/notebook.md", "docs/operators.md", "docs/programs.md",
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Parse_command_in_a_document_is_valid(string document)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, document));
        using var cli = new CliRun();
        RootCommand root = CommandLine.Create(cli.Terminal());

        foreach (string line in ShellBlock().Matches(text).SelectMany(block => block.Groups["code"].Value.Split('\n')))
        {
            if (Words(line) is { } words)
                Assert.Null(WrongCalls.Explain(root.Parse(words)));
        }
    }

    [Fact]
    public void Parse_example_in_a_help_text_is_valid()
    {
        using var cli = new CliRun();
        RootCommand root = CommandLine.Create(cli.Terminal());
        string[] examples = [.. All(root).SelectMany(Examples.Of)];

        Assert.NotEmpty(examples);
        foreach (string line in examples)
        {
            if (Words(line) is { } words)
                Assert.Null(WrongCalls.Explain(root.Parse(words)));
        }
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    // The words after the program's name, without comments, pipes and redirections; null for another program.
    private static string[]? Words(string line)
    {
        Match call = Call().Match(line);
        return call.Success ? call.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;
    }

    [GeneratedRegex(
        @"```sh\n(?<code>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(
        @"(^|[(|] ?)(impasto|dotnet run --project src/Impasto.Cli --) (?<words>[^#>)|]*)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();
}
