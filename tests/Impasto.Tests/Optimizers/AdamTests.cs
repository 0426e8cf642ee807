using Impasto.Optimizers;
using Impasto.Storage;

namespace Impasto.Tests.Optimizers;

public sealed class AdamTests
{
    [Fact]
    public void Step_first_moves_each_value_by_the_rate_against_its_gradient()
    {
        float[] point = [5, -5, 2];
        var adam = Adam(3, 0.25);

        adam.Step(new Quadratic([1, 100, 0.01f]), point);

        // After correction m / sqrt(v) is the gradient's sign, whatever its size; the third has gradient 0.
        Assert.Equal(4.75f, point[0], 5);
        Assert.Equal(-4.75f, point[1], 5);
        Assert.Equal(2f, point[2], 5);
    }

    [Fact]
    public void Step_second_agrees_with_the_formula_worked_by_hand()
    {
        float[] point = [1];
        var adam = Adam(1, 0.1);
        var objective = new Quadratic([1]);

        adam.Step(objective, point);
        adam.Step(objective, point);

        // g = 1 then 0.9: m = 0.1 * 0.9 + 0.1 * 0.9 = 0.18, corrected 0.18 / 0.19; v = 0.001 * 0.999 + 0.001 * 0.81
        // = 0.001809, corrected 0.001809 / 0.001999.
        double expected = 0.9 - (0.1 * (0.18 / 0.19) / Math.Sqrt(0.001809 / 0.001999));
        Assert.Equal(expected, point[0], 5);
    }

    [Fact]
    public void Step_gradient_as_small_as_epsilon_moves_half_the_rate()
    {
        float[] point = [1];

        Adam(1, 0.25).Step(new Quadratic([1e-8f]), point);

        // 0.25 * 1e-8 / (1e-8 + 1e-8).
        Assert.Equal(0.875f, point[0], 4);
    }

    [Fact]
    public void Step_gives_the_loss_before_the_step()
    {
        float[] point = [3];

        double loss = Adam(1, 0.1).Step(new Quadratic([2]), point);

        Assert.Equal(9.0, loss, 9);
    }

    [Fact]
    public void Step_many_reaches_the_minimum()
    {
        float[] point = [4, 4, 4, 4];
        var objective = new Quadratic([1, 3, 10, 30]);
        var adam = Adam(4, 0.05);

        for (int step = 0; step < 2000; step++)
            adam.Step(objective, point);

        Assert.True(Quadratic.Distance(point) < 1e-3, $"still {Quadratic.Distance(point)} away");
    }

    [Fact]
    public void Step_with_clamp_keeps_values_within_0_to_1()
    {
        IOptimizer adam = new AdamOptions
        {
            LearningRate = 0.4,
            Clamp = true,
        }.Create(new OptimizerRoom(2, new PixelStore()));
        float[] point = [0.3f, 0.9f];

        for (int i = 0; i < 5; i++)
            adam.Step(new Slope(), point);

        Assert.Equal([0, 1], point);
    }

    [Fact]
    public void Average_is_the_average_of_the_points_and_null_before_the_first()
    {
        IOptimizer adam = new AdamOptions
        {
            LearningRate = 0.25,
            Average = 0.5,
        }.Create(new OptimizerRoom(1, new PixelStore()));
        float[] point = [8];
        Assert.Null(adam.Average);

        adam.Step(new Quadratic([1]), point);
        float first = point[0];
        adam.Step(new Quadratic([1]), point);

        // Of the second point, the first and the start the weights are 4, 2 and 1 sevenths.
        Assert.Equal(((4 * point[0]) + (2 * first) + 8) / 7, adam.Average!.ToArray()[0], 1e-5f);
    }

    [Fact]
    public void Resized_keeps_flat_averages_and_never_makes_a_square_negative()
    {
        // With the rate 0 and the gradient of one value much larger than the others' the squares overshoot when they
        // are enlarged.
        float[] gradient = [.. Enumerable.Repeat(-0.25f, 48)];
        gradient[5] = 1000;
        IOptimizer adam = new AdamOptions { LearningRate = 0.5 }.Create(new OptimizerRoom(48, new PixelStore()));
        adam.Step(new Constant(gradient), new float[48]);

        IOptimizer larger = adam.Resized(new(4, 4), new(6, 6), new OptimizerRoom(108, new PixelStore()))!;
        float[] point = new float[108];
        larger.Step(new Constant(new float[108]), point);

        Assert.All(point, value => Assert.True(float.IsFinite(value)));
        // The last plane saw the same gradient everywhere: m = 0.9 * 0.1 * -0.25, v = 0.999 * 0.001 * 0.0625, after two
        // steps.
        double mean = 0.9 * 0.1 * -0.25 / (1 - (0.9 * 0.9)), square = 0.999 * 0.001 * 0.0625 / (1 - (0.999 * 0.999));
        Assert.All(point[72..], value => Assert.Equal(-0.5 * mean / Math.Sqrt(square), value, 1e-4));
    }

    private static IOptimizer Adam(int length, double rate) =>
        new AdamOptions { LearningRate = rate }.Create(new OptimizerRoom(length, new PixelStore()));

    private sealed class Slope : ArrayObjective
    {
        public override double Evaluate(float[] point, float[] gradient)
        {
            (gradient[0], gradient[1]) = (1, -1);
            return point[0] - point[1];
        }
    }

    private sealed class Constant(float[] slopes) : ArrayObjective
    {
        public override double Evaluate(float[] point, float[] gradient)
        {
            slopes.CopyTo(gradient, 0);
            return 1;
        }
    }
}
