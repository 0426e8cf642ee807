using Impasto.Networks;

namespace Impasto.Training;

/// <summary>
/// A part of a training in which the layers up to one of them learn, with a learning rate of its own.
/// </summary>
/// <param name="Until">The last layer that learns and is computed.</param>
/// <param name="Before">Steps of the training before this stage.</param>
/// <param name="Steps">Steps of this stage.</param>
/// <param name="HighestRate">The highest learning rate.</param>
internal sealed record TrainingStage(LayerName Until, int Before, int Steps, double HighestRate)
{
    // Steps in which the rate rises.
    private const double Rise = 100;

    /// <summary>The stages of a training: the early layers if they get steps of their own, then all layers.</summary>
    public static IReadOnlyList<TrainingStage> All(DistillOptions options)
    {
        List<TrainingStage> stages = [];
        if (options.EarlySteps > 0)
            stages.Add(new TrainingStage(StudentLayers.LastEarly, 0, options.EarlySteps, options.EarlyLearningRate));
        stages.Add(new TrainingStage(StudentLayers.All[^1], options.EarlySteps, options.Steps, options.LearningRate));
        return stages;
    }

    /// <summary>The layer whose features a stylised picture of this stage keeps.</summary>
    public LayerName ContentLayer { get; } =
        StudentLayers.IsUpTo(Until, StudentLayers.Content) ? Until : StudentLayers.Content;

    /// <summary>The last step of this stage, counted from the training's first step.</summary>
    public int LastStep => Before + Steps;

    /// <summary>A rate that rises for 100 steps and falls along half a cosine to a hundredth of the highest.</summary>
    /// <param name="step">Counted from the training's first step, from 1.</param>
    public double Rate(int step) => Rate(step - Before, Steps, HighestRate);

    /// <summary>The same for any training.</summary>
    /// <param name="step">Counted from the first step, from 1.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="highest">The highest rate.</param>
    public static double Rate(int step, int steps, double highest)
    {
        double taken = step, fall = 0.01 + (0.99 * 0.5 * (1 + Math.Cos(Math.PI * taken / steps)));
        return highest * fall * Math.Min(1, taken / Rise);
    }
}
