using Impasto.Studio.Batches;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Views;

/// <summary>Several runs that one request has made, as clients see them.</summary>
internal sealed record BatchView
{
    /// <summary>Its number.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>The option whose values make the runs of a sweep differ; empty for another batch.</summary>
    public required string Sweep { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>How many of its runs are in each state.</summary>
    public required BatchStates States { get; init; }

    /// <summary>How much of it is done, 0 to 1; a run that is over counts as done, however it ended.</summary>
    public required double Progress { get; init; }

    /// <summary>
    /// An estimate of the seconds until its runs are over that wait or are painted; null while nothing is known.
    /// </summary>
    public required double? SecondsLeft { get; init; }

    /// <summary>Its runs in the order of their creation, without those that were deleted.</summary>
    public required IReadOnlyList<RunView> Runs { get; init; }

    /// <summary>Addresses of what belongs to it.</summary>
    public required BatchLinks Links { get; init; }

    /// <summary>The batch of some runs.</summary>
    /// <param name="runs">All its runs, at least one.</param>
    public static BatchView Of(IReadOnlyList<StudioRun> runs)
    {
        RunBatch batch = runs[0].Batch!;
        return new BatchView
        {
            Id = batch.Id,
            Title = batch.Title,
            Sweep = batch.Sweep,
            Created = StudioJson.Time(runs[0].Created),
            States = BatchStates.Of(runs),
            Progress = BatchFigures.Progress(runs),
            SecondsLeft = BatchFigures.SecondsLeft(runs),
            Runs = [.. runs.Select(RunView.Of)],
            Links = BatchLinks.Of(batch.Id, runs),
        };
    }
}
