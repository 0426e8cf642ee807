using Impasto.Studio.Runs;

namespace Impasto.Studio.Views;

/// <summary>Addresses of what belongs to a batch, relative to the studio's.</summary>
internal sealed record BatchLinks
{
    /// <summary>The batch.</summary>
    public required string Self { get; init; }

    /// <summary>The batch on the page, for a browser.</summary>
    public required string Page { get; init; }

    /// <summary>The results so far as a ZIP file; null if there are none.</summary>
    public string? Results { get; init; }

    /// <summary>What can be done with its runs as they are now, each by a POST: pause, continue, cancel.</summary>
    public required IReadOnlyDictionary<string, string> Actions { get; init; }

    /// <summary>The address of a batch.</summary>
    public static string Address(Guid id) => $"/api/batches/{id}";

    public static BatchLinks Of(Guid id, IReadOnlyList<StudioRun> runs)
    {
        string self = Address(id);
        return new BatchLinks
        {
            Self = self,
            Page = $"/#/batch/{id}",
            Results = runs.Any(run => run.Formats.Count > 0) ? $"{self}/results.zip" : null,
            Actions = Possible(runs).ToDictionary(
                action => action, action => $"{self}/{action}", StringComparer.Ordinal),
        };
    }

    private static IEnumerable<string> Possible(IReadOnlyList<StudioRun> runs)
    {
        if (runs.Any(run => run.Status is RunStatus.Queued or RunStatus.Running))
            yield return "pause";
        if (runs.Any(run => run.Status == RunStatus.Paused))
            yield return "continue";
        if (runs.Any(run => !run.IsOver))
            yield return "cancel";
    }
}
