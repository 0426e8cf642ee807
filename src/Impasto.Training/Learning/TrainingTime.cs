namespace Impasto.Training.Learning;

/// <summary>Time that a training takes, together with that of earlier runs.</summary>
/// <param name="clock">The clock.</param>
internal sealed class TrainingTime(TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Time of the runs before this one.</summary>
    public TimeSpan Before { get; set; }

    /// <summary>Time of all runs.</summary>
    public TimeSpan Elapsed => Before + clock.GetElapsedTime(_start);
}
