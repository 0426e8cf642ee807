using Impasto.Networks;
using Impasto.Training.Checkpoints;
using Impasto.Training.Optimizers;
using Impasto.Training.Students;
using static TorchSharp.torch;

namespace Impasto.Training.Tests.Optimizers;

[Collection("libtorch")]
public sealed class WeightOptimizerTests
{
    private readonly TrainedWeight _kernel = Weight("conv1_2.weight", 16, 8, 3, 3);
    private readonly TrainedWeight _bias = Weight("conv1_2.bias", 16);

    [Fact]
    public void Step_weights_without_a_gradient_stay()
    {
        using var optimizer = new WeightOptimizer([_kernel, _bias]);

        optimizer.Step([Gradient(_bias, 1)], 1, 0.01);

        Assert.Equal(0, Largest(_kernel));
        Assert.Equal(0.01, Largest(_bias), 1e-6);
    }

    [Fact]
    public void Step_outlier_changes_the_averages_no_more_than_a_gradient_of_length_1()
    {
        using var optimizer = new WeightOptimizer([_bias]);

        optimizer.Step([Gradient(_bias, 1e6f)], 1, 0.01);

        // Sixteen equal values of length 1 are 0.25 each, and a tenth of that enters the average.
        NamedAverage(optimizer, "conv1_2.bias.mean", 0.025);
    }

    [Fact]
    public void Clear_makes_the_next_step_a_first_one()
    {
        using var optimizer = new WeightOptimizer([_kernel, _bias]);
        optimizer.Step([Gradient(_kernel, 1), Gradient(_bias, 1)], 1, 0.01);

        optimizer.Clear();

        NamedAverage(optimizer, "conv1_2.bias.mean", 0);
        NamedAverage(optimizer, "conv1_2.bias.square", 0);
        NamedAverage(optimizer, "conv1_2.weight.mean", 0);
    }

    [Fact]
    public void Exchange_names_a_mean_of_every_weight_and_squares_of_those_that_Adam_moves()
    {
        using var optimizer = new WeightOptimizer([_kernel, _bias]);
        var saved = new SavedState();

        optimizer.Exchange(saved);

        Assert.Equal(
            ["conv1_2.bias.mean", "conv1_2.bias.square", "conv1_2.weight.mean"],
            saved.Tensors.Select(tensor => tensor.Name).Order());
    }

    private static void NamedAverage(WeightOptimizer optimizer, string name, double expected)
    {
        var saved = new SavedState();
        optimizer.Exchange(saved);
        float[] values = saved.Tensors.Single(tensor => tensor.Name == name).Values;
        Assert.All(values, value => Assert.Equal(expected, value, 1e-5));
    }

    private static TrainedWeight Weight(string name, params long[] shape) =>
        new(name, LayerName.Parse("conv1_2"), zeros(shape));

    private static WeightGradient Gradient(TrainedWeight weight, float value) =>
        new(weight, full_like(weight.Value, value));

    private static double Largest(TrainedWeight weight) => weight.Value.abs().max().item<float>();
}
