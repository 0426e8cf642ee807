namespace Impasto.Tests;

/// <summary>Hears of progress at once, on the thread that makes it.</summary>
internal sealed class Listener(Action<StylizeProgress> hear) : IProgress<StylizeProgress>
{
    public void Report(StylizeProgress value) => hear(value);
}
