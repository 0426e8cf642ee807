using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Impasto.Cli.Full.Mcp;

/// <summary>A tool that another program may call.</summary>
internal interface ITool
{
    /// <summary>Name, description and arguments.</summary>
    Tool Description { get; }

    /// <summary>Does a call.</summary>
    /// <param name="words">The call's arguments; all that the tool takes are read.</param>
    /// <param name="progress">Receives steps; null if the caller wants none.</param>
    /// <param name="cancellation">Ends the call; nothing is left of it then.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ImpastoException">The call is wrong, or fails.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    Task<CallToolResult> CallAsync(
        ToolWords words, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation);
}
