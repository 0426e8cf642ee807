using System.Reflection;
using Impasto.Cli.Shell;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Spectre.Console;

namespace Impasto.Cli.Full.Mcp;

/// <summary>Speaks the protocol: lists tools, calls them, sends their progress and ends them.</summary>
internal static class McpHost
{
    private const string Instructions =
        "Impasto repaints a photograph in the manner of a painting. Call plan first for large pictures: a run may take "
        + "minutes. Pictures are named by their files.";

    /// <summary>Answers until standard input ends, or until a signal ends the program.</summary>
    /// <param name="terminal">Standard input and output; nothing but the protocol is written there.</param>
    /// <param name="tools">The tools.</param>
    /// <param name="cancellation">Ends the server and its calls.</param>
    public static async Task RunAsync(
        Terminal terminal, IReadOnlyList<ITool> tools, CancellationToken cancellation)
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "impasto", Title = "Impasto", Version = Version() },
            ServerInstructions = Instructions,
            Handlers = new McpServerHandlers
            {
                ListToolsHandler = (_, _) => ValueTask.FromResult(
                    new ListToolsResult { Tools = [.. tools.Select(tool => tool.Description)] }),
                CallToolHandler = (request, token) => CallAsync(terminal, tools, request, token),
            },
        };
        await using Stream input = terminal.Input(), output = terminal.Binary();
        await using var transport = new StreamServerTransport(input, output, "impasto");
        await using McpServer server = McpServer.Create(transport, options);
        try
        {
            await server.RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The usual end: the other program stops its servers by a signal.
        }
    }

    private static async ValueTask<CallToolResult> CallAsync(
        Terminal terminal,
        IReadOnlyList<ITool> tools,
        RequestContext<CallToolRequestParams> request,
        CancellationToken cancellation)
    {
        string name = request.Params.Name;
        ITool tool = tools.FirstOrDefault(known => known.Description.Name == name)
            ?? throw new McpProtocolException(
                $"Unknown tool '{name}': expected {string.Join(", ", tools.Select(known => known.Description.Name))}.",
                McpErrorCode.InvalidParams);
        await using ProgressSender? progress = request.Params.ProgressToken is { } token
            ? new ProgressSender(request.Server, token)
            : null;
        try
        {
            var words = new ToolWords(request.Params.Arguments, tool.Description);
            CallToolResult result = await tool.CallAsync(words, progress, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return result;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The caller, often a language model, reads the sentence and tries again.
            if (failure is not (ImpastoException or WrongCallException))
                terminal.Error.WriteLine(failure.ToString());
            return new CallToolResult
            {
                IsError = true,
                Content = [new TextContentBlock { Text = Explain(failure) }],
            };
        }
    }

    // Without the words of the command line, which the caller does not have.
    private static string Explain(Exception failure) => failure switch
    {
        FileException { AlreadyExists: true } =>
            $"{failure.Reason()}: choose another output, or set overwrite to true.",
        ImpastoException or WrongCallException => failure.Message,
        _ => $"Something unexpected went wrong: {failure.Reason()}.",
    };

    private static string Version() => typeof(McpHost).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
