using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Impasto.Cli.Tests.Full.Mcp;

/// <summary>The built program as a server, and a client of the protocol's own package beside it.</summary>
public sealed class McpServerProcess : IAsyncLifetime
{
    private readonly CliRun _cli = new();
    private McpClient? _client;

    /// <summary>The folder that the server may use; it has photo.png, waves.png and checks.png.</summary>
    public string Folder => _cli.Folder;

    internal McpClient Client => _client!;

    /// <summary>The words that start the server.</summary>
    public static string[] Words(string folder) =>
    [
        Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll"), "mcp", "--folder", folder, "--network", "compact",
        "--threads", "1",
    ];

    public async ValueTask InitializeAsync()
    {
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = Words(Folder),
            // Names are relative to --folder, not to this.
            WorkingDirectory = AppContext.BaseDirectory,
        });
        _client = await McpClient.CreateAsync(
            transport, cancellationToken: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        _cli.Dispose();
    }

    /// <summary>Calls a tool.</summary>
    internal ValueTask<CallToolResult> CallAsync(
        string tool,
        Dictionary<string, object?> words,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken? cancellation = null) =>
        Client.CallToolAsync(
            tool, words, progress, cancellationToken: cancellation ?? TestContext.Current.CancellationToken);

    internal static string TextOf(CallToolResult result) => Assert.IsType<TextContentBlock>(result.Content[0]).Text;
}
