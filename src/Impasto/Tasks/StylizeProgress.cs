using Impasto.Imaging;

namespace Impasto;

/// <summary>One step of the optimisation. Data only: safe to keep, and to read on any thread at any time.</summary>
public sealed record StylizeProgress
{
    /// <summary>Number of the step in the whole run, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Steps of the whole run.</summary>
    public required int TotalSteps { get; init; }

    /// <summary>Number of the scale, from 1.</summary>
    public required int Scale { get; init; }

    /// <summary>Scales of the whole run.</summary>
    public required int Scales { get; init; }

    /// <summary>The picture's size at this scale.</summary>
    public required PictureSize Size { get; init; }

    /// <summary>The loss before the step's change, with each of its terms.</summary>
    public required LossValue Loss { get; init; }

    /// <summary>Seconds since the run began, those before a checkpoint included.</summary>
    public required double Seconds { get; init; }

    /// <summary>Estimate of the seconds left, from the pixels done so far.</summary>
    public required double RemainingSeconds { get; init; }

    /// <summary>
    /// A copy of the picture after the step; null unless <see cref="StylizeTask.PreviewWhen"/> asked for it.
    /// </summary>
    public Picture? Preview { get; init; }

    /// <summary>
    /// Why the latest checkpoint could not be written, one sentence; null (the default) if it could, or if none was
    /// asked for.
    /// </summary>
    public string? CheckpointProblem { get; init; }
}
