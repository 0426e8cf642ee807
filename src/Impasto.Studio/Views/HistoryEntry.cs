using Impasto.Studio.Runs;

namespace Impasto.Studio.Views;

/// <summary>What happened to a run.</summary>
/// <param name="At">When.</param>
/// <param name="Attempt">The attempt it belongs to, counted from 1; 0 for what a user or the studio did.</param>
/// <param name="Worker">The worker that did it; empty for a user or the studio.</param>
/// <param name="What">One or two words.</param>
internal sealed record HistoryEntry(DateTimeOffset At, int Attempt, string Worker, string What)
{
    public static HistoryEntry Of(RunEvent entry) =>
        new(StudioJson.Time(entry.At), entry.Attempt, entry.Worker, entry.What);
}
