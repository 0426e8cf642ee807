namespace Impasto.Training;

/// <summary>The figures of one step of a decoder's training. The object never changes, so it can be kept.</summary>
public sealed record DecoderProgress
{
    /// <summary>Number of the step, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Steps of the whole training.</summary>
    public required int Steps { get; init; }

    /// <summary>The training loss without the stability.</summary>
    public required double Loss { get; init; }

    /// <summary>Squared distance of the features at conv4_2 from the photographs', relative to them.</summary>
    public required double Content { get; init; }

    /// <summary>The style loss of the default recipe, mean over pictures and layers.</summary>
    public required double Style { get; init; }

    /// <summary>How far styles, decoded from their own features, are from what they were.</summary>
    public required double Identity { get; init; }

    /// <summary>
    /// Mean squared difference between a picture that is moved and the picture of a moved photograph; 0 in the first
    /// half of the training.
    /// </summary>
    public double Stability { get; init; }

    /// <summary>The same figures of pairs that no step sees, with a checkpoint; null at other steps.</summary>
    public DecoderProgress? HeldOut { get; init; }

    /// <summary>Time since this run began.</summary>
    public TimeSpan Elapsed { get; init; }
}
