using Impasto.Optimizers;

namespace Impasto.Tests.Optimizers;

public sealed class AdamTests
{
    [Fact]
    public void Step_first_moves_each_value_by_the_rate_against_its_gradient()
    {
        float[] point = [5, -5, 2];
        var adam = new Adam(3, learningRate: 0.25);

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
        var adam = new Adam(1, learningRate: 0.1);
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

        new Adam(1, learningRate: 0.25).Step(new Quadratic([1e-8f]), point);

        // 0.25 * 1e-8 / (1e-8 + 1e-8).
        Assert.Equal(0.875f, point[0], 4);
    }

    [Fact]
    public void Step_gives_the_loss_before_the_step()
    {
        float[] point = [3];

        double loss = new Adam(1, 0.1).Step(new Quadratic([2]), point);

        Assert.Equal(9.0, loss, 9);
    }

    [Fact]
    public void Step_many_reaches_the_minimum()
    {
        float[] point = [4, 4, 4, 4];
        var objective = new Quadratic([1, 3, 10, 30]);
        var adam = new Adam(4, 0.05);

        for (int step = 0; step < 2000; step++)
            adam.Step(objective, point);

        Assert.True(Quadratic.Distance(point) < 1e-3, $"still {Quadratic.Distance(point)} away");
    }
}
