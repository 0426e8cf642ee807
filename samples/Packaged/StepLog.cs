namespace Impasto.Samples.Packaged;

/// <summary>Keeps every reported step, and may do something after one.</summary>
internal sealed class StepLog(Action<StylizeProgress>? after = null) : IProgress<StylizeProgress>
{
    public List<StylizeProgress> Steps { get; } = [];

    // Called on the run's thread; the data is safe to keep.
    public void Report(StylizeProgress value)
    {
        Steps.Add(value);
        after?.Invoke(value);
    }
}
