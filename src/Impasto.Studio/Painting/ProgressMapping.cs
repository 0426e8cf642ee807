using Impasto.Studio.Runs;
using Impasto.Video.Painting;

namespace Impasto.Studio.Painting;

/// <summary>Turns the library's progress into what is stored and shown: the only place that knows its fields.</summary>
internal static class ProgressMapping
{
    public static RunProgress Of(StylizeProgress value) => new()
    {
        Step = value.Step,
        TotalSteps = value.TotalSteps,
        Scale = value.Scale,
        Scales = value.Scales,
        Width = value.Size.Width,
        Height = value.Size.Height,
        Loss = Finite(value.Loss.Total),
        Losses = [.. value.Loss.Parts.Select(part => new RunLoss(part.Name, Finite(part.Weighted)))],
        Seconds = value.Seconds,
        SecondsLeft = Finite(value.RemainingSeconds),
        StepsPerSecond = value.Seconds > 0 ? value.Step / value.Seconds : 0,
    };

    /// <summary>Progress of a clip.</summary>
    /// <param name="value">A step on the way to a frame, or a frame that is done.</param>
    /// <param name="before">The progress before it; null at the beginning.</param>
    public static RunProgress Of(VideoProgress value, RunProgress? before)
    {
        RunProgress step = value.Step is { } taken
            ? Of(taken)
            : (before ?? new RunProgress()) with { Step = before?.TotalSteps ?? 0 };
        return step with
        {
            Frame = value.Frame,
            Frames = value.Frames,
            Seconds = value.Seconds,
            SecondsLeft = Finite(value.RemainingSeconds ?? before?.SecondsLeft ?? 0),
            StepsPerSecond = 0,
        };
    }

    // JSON has no infinity.
    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
