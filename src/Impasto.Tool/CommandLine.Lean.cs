using System.CommandLine;
using Impasto.Cli.Shell;

namespace Impasto.Cli;

/// <content>The commands of the full edition: listed here, run by the program impasto-full.</content>
internal static partial class CommandLine
{
    private static Entry[] OfEdition =>
    [
        Listed("studio", FullEdition.StudioHelp),
        Listed("worker", FullEdition.WorkerHelp),
        Listed("mcp", FullEdition.McpHelp),
        Listed("learn", FullEdition.LearnHelp),
        Listed("distill", FullEdition.DistillHelp),
    ];

    private static int? TryOtherEdition(string[] args, Terminal terminal) => FullEdition.TryRun(args, terminal);

    private static Entry Listed(string name, string help) => new(name, _ => new Command(name, help));
}
