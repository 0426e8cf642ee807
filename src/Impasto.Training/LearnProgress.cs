namespace Impasto.Training;

/// <summary>The figures of one step of learning a style. The object never changes, so it can be kept.</summary>
public sealed record LearnProgress
{
    /// <summary>Number of the step, from 1; 0 for the measurement before the first one.</summary>
    public required int Step { get; init; }

    /// <summary>The loss: content, style, total variation and range as the default recipe weights them.</summary>
    public required double Loss { get; init; }

    /// <summary>Squared distance of the features at conv4_2 from the photographs', relative to them.</summary>
    public required double Content { get; init; }

    /// <summary>The style loss of the default recipe, mean over pictures and layers.</summary>
    public required double Style { get; init; }

    /// <summary>
    /// The loss of held-out photographs, each with its own moments; null at steps that do not measure it.
    /// </summary>
    public double? HeldOut { get; init; }

    /// <summary>The same with held moments.</summary>
    public double? HeldOutHeld { get; init; }

    /// <summary>Whether the held-out photographs never had a smaller loss.</summary>
    public bool IsBest { get; init; }

    /// <summary>Time that the training took so far, together with that before an interruption.</summary>
    public TimeSpan Elapsed { get; init; }
}
