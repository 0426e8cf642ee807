using Impasto.Studio.Storage;

namespace Impasto.Studio.Runs;

/// <summary>How a worker's attempt ended.</summary>
internal sealed record RunOutcome
{
    /// <summary>The status to end in.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why it failed, one sentence; empty if it did not.</summary>
    public string Error { get; init; } = "";

    /// <summary>Sentences for people, a line each.</summary>
    public string Notes { get; init; } = "";

    /// <summary>The engine that did the work, for people.</summary>
    public string Engine { get; init; } = "";

    /// <summary>The formats that the picture is stored in; null if none was stored and an earlier one stays.</summary>
    public IReadOnlyList<ResultFormat>? Formats { get; init; }

    /// <summary>
    /// Multiplications of the whole run, if one attempt took all its steps; 0 (the default) if nothing follows from it
    /// for other runs.
    /// </summary>
    public double Work { get; init; }

    /// <summary>Seconds that they took.</summary>
    public double Seconds { get; init; }

    /// <summary>Bytes of all files of the run.</summary>
    public long Bytes { get; init; }
}
