using static TorchSharp.torch;

namespace Impasto.Training.Optimizers;

/// <summary>How far Adam goes in a step: the learning rate, and corrections of averages that began at zero.</summary>
/// <param name="Rate">Learning rate.</param>
/// <param name="MeanCorrection">1 - beta1^t.</param>
/// <param name="SquareCorrection">1 - beta2^t.</param>
internal sealed record AdamPace(Tensor Rate, Tensor MeanCorrection, Tensor SquareCorrection)
{
    /// <summary>One pace for all values of a tensor.</summary>
    /// <param name="rule">The decay of the averages.</param>
    /// <param name="step">t, from 1.</param>
    /// <param name="rate">Learning rate.</param>
    public static AdamPace Of(AdamRule rule, int step, double rate) => Of(rule, [step], [rate], []);

    /// <summary>A pace of its own for each part of a tensor.</summary>
    /// <param name="rule">The decay of the averages.</param>
    /// <param name="steps">t of each part, from 1.</param>
    /// <param name="rates">Learning rate of each part.</param>
    /// <param name="shape">Shape of the parts that broadcasts over the tensor; none for one number.</param>
    public static AdamPace Of(AdamRule rule, IEnumerable<int> steps, IEnumerable<double> rates, long[] shape) => new(
        Column(rates, shape),
        Column(steps.Select(step => 1 - Math.Pow(rule.Beta1, step)), shape),
        Column(steps.Select(step => 1 - Math.Pow(rule.Beta2, step)), shape));

    /// <summary>The same pace on a device; a single number serves every device as it is.</summary>
    public AdamPace To(Device device) => new(Rate.to(device), MeanCorrection.to(device), SquareCorrection.to(device));

    private static Tensor Column(IEnumerable<double> values, long[] shape) =>
        tensor(values.Select(value => (float)value).ToArray()).reshape(shape);
}
