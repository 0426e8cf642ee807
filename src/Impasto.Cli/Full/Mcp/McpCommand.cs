using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;

namespace Impasto.Cli.Full.Mcp;

/// <summary>impasto mcp: offers tools to a program that speaks the Model Context Protocol.</summary>
internal sealed class McpCommand(Terminal terminal)
{
    private readonly GroupedOption<string> _folder = new("Files", "--folder")
    {
        Description = "The only folder whose pictures are read and where pictures are written; names are relative to "
            + "it. [every folder; names are relative to the current one]",
        HelpName = "DIR",
    };

    private readonly GroupedOption<bool> _allowUrls = new("Files", "--allow-urls")
    {
        Description = "Let the other program name pictures by web addresses, those of this network included.",
    };

    private readonly StylizeArguments _device = new();

    public static Command Create(Terminal terminal)
    {
        var mcp = new McpCommand(terminal);
        var command = new Command("mcp", FullEdition.McpHelp)
        {
            mcp._folder, mcp._allowUrls,
        };
        mcp._device.AddDevice(command);
        command.SetAction(mcp.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        StylizeRequest request = _device.ReadDevice(
            parsed, new StylizeRequest { Record = new RunRecord(), Output = "" });
        var names = new PictureNames(parsed.GetValue(_folder), parsed.GetValue(_allowUrls));
        using StylizerPool stylizers = request.CreatePool(terminal);
        using var painter = new ToolPainter(terminal, stylizers, request, names);
        await McpHost.RunAsync(
            terminal, [new StylizeTool(painter), new PlanTool(painter), new PresetsTool()], cancellation);
        return ExitCode.Success;
    }
}
