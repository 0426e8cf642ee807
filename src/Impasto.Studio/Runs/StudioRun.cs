namespace Impasto.Studio.Runs;

/// <summary>A run as the store knows it.</summary>
internal sealed record StudioRun
{
    public required Guid Id { get; init; }

    public required RunState State { get; init; }

    public required RunRecipe Recipe { get; init; }

    /// <summary>Milliseconds since 1970, as all times here.</summary>
    public required long Created { get; init; }

    public long? Started { get; init; }

    public long? Finished { get; init; }

    /// <summary>How often a worker began with it; a worker whose number is no longer this one has lost the run.</summary>
    public int Attempt { get; init; }

    /// <summary>Counts every change of this run.</summary>
    public long Revision { get; init; }

    /// <summary>Who is at it, or was last.</summary>
    public string Worker { get; init; } = "";

    public RunWish Wish { get; init; }

    public RunProgress? Progress { get; init; }

    /// <summary>Number of the newest frame; 0 where there is none.</summary>
    public long Frame { get; init; }

    /// <summary>Why it failed.</summary>
    public string Error { get; init; } = "";

    public string Notes { get; init; } = "";

    public string Engine { get; init; } = "";

    /// <summary>The run that this one goes on from or repeats.</summary>
    public Guid? Parent { get; init; }

    /// <summary>What its files take.</summary>
    public long Bytes { get; init; }

    public bool IsOver => State is RunState.Done or RunState.Stopped or RunState.Cancelled or RunState.Failed;

    public bool HasResult => State is RunState.Done or RunState.Stopped;
}
