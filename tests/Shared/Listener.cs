namespace Impasto.Tests;

/// <summary>Receives progress immediately, on the thread that reports it.</summary>
internal sealed class Listener(Action<StylizeProgress> hear) : IProgress<StylizeProgress>
{
    public void Report(StylizeProgress value) => hear(value);
}
