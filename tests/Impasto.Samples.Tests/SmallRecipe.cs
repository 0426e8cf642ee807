namespace Impasto.Samples.Tests;

/// <summary>A recipe for tests: 48 pixels in one scale, a step with one evaluation.</summary>
internal static class SmallRecipe
{
    public static StylizeOptions WithSteps(int steps) => new()
    {
        Sizing = new() { Size = 48 },
        Steps = [steps],
        Optimizer = new AdamOptions(),
    };
}
