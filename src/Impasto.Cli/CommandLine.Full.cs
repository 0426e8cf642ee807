using Impasto.Cli.Full;
using Impasto.Cli.Full.Mcp;
using Impasto.Cli.Shell;

namespace Impasto.Cli;

/// <content>The commands that only the full edition has.</content>
internal static partial class CommandLine
{
    private static Entry[] OfEdition =>
    [
        new("studio", StudioCommand.Create),
        new("worker", WorkerCommand.Create),
        new("mcp", McpCommand.Create),
        new("learn", LearnCommand.Create),
        new("distill", DistillCommand.Create),
    ];

    private static int? TryOtherEdition(string[] args, Terminal terminal) => null;
}
