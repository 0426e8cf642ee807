using Impasto.Studio.Storage;

namespace Impasto.Studio.Runs;

/// <summary>A run as it is stored.</summary>
internal sealed record StudioRun
{
    public required Guid Id { get; init; }

    public required RunStatus Status { get; init; }

    public required RunRecipe Recipe { get; init; }

    /// <summary>Milliseconds since 1970, as all times here.</summary>
    public required long Created { get; init; }

    /// <summary>When a worker first claimed it; null before.</summary>
    public long? Started { get; init; }

    /// <summary>When it was over; null before.</summary>
    public long? Finished { get; init; }

    /// <summary>
    /// How often a worker claimed it. A worker that claimed it under an earlier number has lost the run.
    /// </summary>
    public int Attempt { get; init; }

    /// <summary>Number of changes of this run.</summary>
    public long Revision { get; init; }

    /// <summary>The worker that has it, or had it last.</summary>
    public string Worker { get; init; } = "";

    public RunWish Wish { get; init; }

    public RunProgress? Progress { get; init; }

    /// <summary>Number of the newest frame; 0 if there is none.</summary>
    public long Frame { get; init; }

    /// <summary>Why it failed; empty if it did not.</summary>
    public string Error { get; init; } = "";

    /// <summary>Sentences for people, a line each.</summary>
    public string Notes { get; init; } = "";

    /// <summary>The engine that did the work, for people.</summary>
    public string Engine { get; init; } = "";

    /// <summary>The run that it continues or repeats; null for none.</summary>
    public Guid? Parent { get; init; }

    /// <summary>Bytes of its files.</summary>
    public long Bytes { get; init; }

    /// <summary>
    /// The formats of its result; empty if it has none. A paused run stores its picture, but that is no result yet.
    /// </summary>
    public IReadOnlyList<ResultFormat> Formats { get; init; } = [];

    public bool HasResult => Status is RunStatus.Done or RunStatus.Stopped;
}
