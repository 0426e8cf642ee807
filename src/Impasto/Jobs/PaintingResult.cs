namespace Impasto.Jobs;

/// <summary>The result of a job.</summary>
public sealed record PaintingResult
{
    /// <summary>The picture, and how the run ended.</summary>
    public required StylizeResult Result { get; init; }

    /// <summary>The run that made it.</summary>
    public required RunRecord Record { get; init; }

    /// <summary>Whether the picture was written to its target.</summary>
    public bool IsWritten { get; init; }

    /// <summary>Why it could not be written; null if it was, or if it was not to be written.</summary>
    public Exception? Failure { get; init; }
}
