using Impasto.Studio.Runs;

namespace Impasto.Studio.Views;

/// <summary>
/// Addresses of what belongs to a run, relative to the studio's, so that a client builds none itself.
/// </summary>
internal sealed record RunLinks
{
    /// <summary>The run with its curve and history.</summary>
    public required string Self { get; init; }

    /// <summary>The run on the page, for a browser.</summary>
    public required string Page { get; init; }

    /// <summary>Its server-sent events.</summary>
    public required string Events { get; init; }

    /// <summary>The photograph, to be shown; of a clip its first frame.</summary>
    public required string Content { get; init; }

    /// <summary>The paintings, to be shown, in the order of the run's styles.</summary>
    public required IReadOnlyList<string> Styles { get; init; }

    /// <summary>The masks, in the order of the run's regions.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>The newest frame; null if there is none yet.</summary>
    public string? Frame { get; init; }

    /// <summary>A small picture of the run as it is now.</summary>
    public required string Thumbnail { get; init; }

    /// <summary>The result by its format; empty if there is none.</summary>
    public required IReadOnlyDictionary<string, string> Results { get; init; }

    /// <summary>
    /// What can be done with the run as it is now, each by a POST: pause, stop, cancel, continue, again.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Actions { get; init; }

    /// <summary>The run that it continues or repeats; null for none. It may have been deleted.</summary>
    public string? Parent { get; init; }

    /// <summary>The batch that it belongs to; null for none.</summary>
    public string? Batch { get; init; }

    /// <summary>The address of a run.</summary>
    public static string Address(Guid id) => $"/api/runs/{id}";

    public static RunLinks Of(StudioRun run)
    {
        string self = Address(run.Id);
        return new RunLinks
        {
            Self = self,
            Page = $"/#/run/{run.Id}",
            Events = $"{self}/events",
            Content = $"{self}/content",
            Styles = [.. run.Recipe.Styles.Select((_, i) => $"{self}/styles/{i}")],
            Regions = [.. run.Recipe.Regions.Select((_, i) => $"{self}/regions/{i}")],
            Frame = run.Frame > 0 ? $"{self}/frame?n={run.Frame}" : null,
            Thumbnail = $"{self}/thumbnail",
            Results = run.Formats.ToDictionary(
                format => format.Name, format => $"{self}/result.{format.Name}", StringComparer.Ordinal),
            Actions = Possible(run).ToDictionary(
                action => action, action => $"{self}/{action}", StringComparer.Ordinal),
            Parent = run.Parent is { } parent ? Address(parent) : null,
            Batch = run.Batch is { } batch ? BatchLinks.Address(batch.Id) : null,
        };
    }

    private static IEnumerable<string> Possible(StudioRun run)
    {
        bool isPaused = run.Status == RunStatus.Paused, isRunning = run.Status == RunStatus.Running;
        if (isRunning || run.Status == RunStatus.Queued)
            yield return "pause";
        if (isRunning || (isPaused && run.Stored.Count > 0))
            yield return "stop";
        if (!run.IsOver)
            yield return "cancel";
        if (isPaused || (run.Recipe.Clip is null && (run.Stored.Count > 0 || run.Frame > 0)))
            yield return "continue";
        yield return "again";
    }
}
