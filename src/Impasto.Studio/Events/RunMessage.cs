using System.Text;
using System.Text.Json;
using Impasto.Studio.Runs;
using Impasto.Studio.Views;

namespace Impasto.Studio.Events;

/// <summary>An event as a client receives it. Source: the HTML standard, 9.2 (server-sent events).</summary>
/// <param name="Kind">Its first line; empty for none.</param>
/// <param name="Data">The rest; the id stands between the two.</param>
/// <param name="IsLast">True if nothing happens to the run any more unless somebody asks for it.</param>
internal sealed record RunMessage(byte[] Kind, byte[] Data, bool IsLast)
{
    // No state of a run is newer than its removal.
    private const long Never = long.MaxValue;

    /// <summary>The first event of every stream.</summary>
    public static RunMessage Hello { get; } = Of("hello", "{}", isLast: false);

    /// <summary>No event; keeps proxies from closing a stream that is silent for long.</summary>
    public static RunMessage StillHere { get; } = new([], ": still here\n\n"u8.ToArray(), IsLast: false);

    /// <summary>Of two messages about a run the one with the higher number is newer.</summary>
    public long Revision { get; private init; }

    /// <summary>
    /// The place of the stream of all runs from which this and all later events come again; 0 for none.
    /// </summary>
    public long Place { get; init; }

    /// <summary>The state of a run.</summary>
    public static RunMessage Of(StudioRun run) =>
        Of(
            "run",
            JsonSerializer.Serialize(RunView.Of(run), StudioJson.Options),
            isLast: run.IsOver || run.Status == RunStatus.Paused)
        with { Revision = run.Revision };

    /// <summary>The run was deleted.</summary>
    public static RunMessage Gone(Guid id) =>
        Of("gone", JsonSerializer.Serialize(new { id }, StudioJson.Options), isLast: true) with { Revision = Never };

    /// <summary>
    /// The line with the id of the event: in a stream of one run its revision, in that of all the place.
    /// </summary>
    /// <param name="isOfAll">True for the stream of all runs.</param>
    /// <returns>Empty if it has none.</returns>
    public byte[] IdLine(bool isOfAll) => (isOfAll ? Place : Revision) is > 0 and < Never and long id
        ? Encoding.UTF8.GetBytes($"id: {id}\n")
        : [];

    private static RunMessage Of(string kind, string data, bool isLast) =>
        new(Encoding.UTF8.GetBytes($"event: {kind}\n"), Encoding.UTF8.GetBytes($"data: {data}\n\n"), isLast);
}
