using Impasto.Networks;

namespace Impasto.Training;

/// <summary>A part of a training in which the layers up to one of them learn, with a learning rate of its own.</summary>
/// <param name="Until">The last layer that learns and is run.</param>
/// <param name="Before">Steps of the training before this stage.</param>
/// <param name="Steps">Steps of this stage.</param>
/// <param name="HighestRate">Adam's learning rate at its highest.</param>
internal sealed record TrainingStage(LayerName Until, int Before, int Steps, double HighestRate)
{
    // Steps in which the rate rises.
    private const double Rise = 100;

    /// <summary>The layer whose features a stylised picture of this stage keeps.</summary>
    public LayerName ContentLayer { get; } = Until > new LayerName(4, 2) ? new LayerName(4, 2) : Until;

    /// <summary>Half a cosine from the highest rate to a hundredth of it, after a short rise.</summary>
    /// <param name="step">Counted from the training's very beginning, from 1.</param>
    public double Rate(int step)
    {
        double taken = step - Before, fall = 0.01 + (0.99 * 0.5 * (1 + Math.Cos(Math.PI * taken / Steps)));
        return HighestRate * fall * Math.Min(1, taken / Rise);
    }
}
