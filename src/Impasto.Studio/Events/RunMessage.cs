using System.Text;
using System.Text.Json;
using Impasto.Studio.Runs;
using Impasto.Studio.Views;

namespace Impasto.Studio.Events;

/// <summary>An event as a client receives it. Source: the HTML standard, 9.2 (server-sent events).</summary>
/// <param name="Bytes">The event.</param>
/// <param name="IsLast">True if nothing happens to the run any more unless somebody asks for it.</param>
internal sealed record RunMessage(byte[] Bytes, bool IsLast)
{
    /// <summary>The first event of every stream.</summary>
    public static RunMessage Hello { get; } = new(Encode("hello", "{}"), IsLast: false);

    /// <summary>No event; keeps proxies from closing a stream that is silent for long.</summary>
    public static RunMessage StillHere { get; } = new(": still here\n\n"u8.ToArray(), IsLast: false);

    /// <summary>The state of a run.</summary>
    public static RunMessage Of(StudioRun run) => new(
        Encode("run", JsonSerializer.Serialize(RunView.Of(run), StudioJson.Options), run.Revision),
        IsLast: run.IsOver || run.Status == RunStatus.Paused);

    /// <summary>The run was deleted.</summary>
    public static RunMessage Gone(Guid id) =>
        new(Encode("gone", JsonSerializer.Serialize(new { id }, StudioJson.Options)), IsLast: true);

    private static byte[] Encode(string kind, string data, long? id = null) =>
        Encoding.UTF8.GetBytes($"event: {kind}\n{(id is null ? "" : $"id: {id}\n")}data: {data}\n\n");
}
