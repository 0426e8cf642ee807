namespace Impasto.Tests;

/// <summary>Tests that measure the memory of the whole process: no other test may run meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuresMemory
{
    public const string Name = "measures the process's memory";
}
