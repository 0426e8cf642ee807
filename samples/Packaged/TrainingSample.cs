using Impasto.Training;

namespace Impasto.Samples.Packaged;

/// <summary>Package Impasto.Training: lists what a training needs.</summary>
internal static class TrainingSample
{
    public static void Run()
    {
        var options = new DistillOptions();
        Console.WriteLine($"Impasto.Training: {options.EarlySteps} + {options.Steps} steps, widths {options.Architecture}");
        foreach (OptionProblem problem in options.Validate())
            Console.WriteLine($"    {problem}");
    }
}
