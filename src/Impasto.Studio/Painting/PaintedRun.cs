using Impasto.Studio.Runs;

namespace Impasto.Studio.Painting;

/// <summary>A painted run.</summary>
/// <param name="Status">The status that the run gets.</param>
/// <param name="Stored">The files of its result.</param>
internal sealed record PaintedRun(RunStatus Status, StoredResult Stored)
{
    /// <summary>Remarks on the painting for people, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The engine that did the work, for people.</summary>
    public string Engine { get; init; } = "";

    /// <summary>Steps that were taken; of a clip, frames that were painted.</summary>
    public int Steps { get; init; }

    /// <summary>Seconds that the attempt took.</summary>
    public double Seconds { get; init; }

    /// <summary>
    /// Multiplications of the whole run, if this attempt took all its steps; 0 (the default) otherwise.
    /// </summary>
    public double Work { get; init; }

    /// <summary>Why the result could not be stored; null if it was, or if it was not to be stored.</summary>
    public Exception? Failure { get; init; }
}
