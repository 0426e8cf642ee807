using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Impasto.Cli.Full.Mcp;

/// <summary>
/// Sends a call's progress in order. If the other program reads slowly, only the latest step is kept: the run never
/// waits.
/// </summary>
internal sealed class ProgressSender : IProgress<ProgressNotificationValue>, IAsyncDisposable
{
    private readonly Channel<ProgressNotificationValue> _latest = Channel.CreateBounded<ProgressNotificationValue>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Task _sending;

    public ProgressSender(McpServer server, ProgressToken token) => _sending = Task.Run(async () =>
    {
        await foreach (ProgressNotificationValue value in _latest.Reader.ReadAllAsync())
            await server.NotifyProgressAsync(token, value);
    });

    public void Report(ProgressNotificationValue value) => _latest.Writer.TryWrite(value);

    /// <summary>Sends what is left: no progress may follow the answer.</summary>
    public async ValueTask DisposeAsync()
    {
        _latest.Writer.TryComplete();
        try
        {
            await _sending;
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other program has gone; the call itself reports what matters.
        }
    }
}
