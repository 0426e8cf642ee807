using Impasto.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Tests.Optimizers;

[Collection("libtorch")]
public sealed class AdamRuleTests
{
    private static readonly AdamRule Rule = new(0.9, 0.99, 1e-8);

    [Fact]
    public void Step_several_steps_are_those_of_the_formula()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor point = tensor(new[] { 1f });
        using var memory = AdamMemory.For(point);
        double expected = 1, mean = 0, square = 0;

        for (int step = 1; step <= 4; step++)
        {
            double gradient = (step * 0.7) - 1;
            Rule.Step(point, tensor(new[] { (float)gradient }), memory, AdamPace.Of(Rule, step, 0.1));
            mean = (0.9 * mean) + (0.1 * gradient);
            square = (0.99 * square) + (0.01 * gradient * gradient);
            double root = Math.Sqrt(square / (1 - Math.Pow(0.99, step)));
            expected -= 0.1 * mean / (1 - Math.Pow(0.9, step)) / (root + 1e-8);
            Assert.Equal(expected, point.item<float>(), 1e-6);
        }
    }

    [Fact]
    public void Step_parts_of_their_own_age_and_rate_move_as_they_would_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor both = zeros([2, 3]), gradient = tensor(new float[] { 1, -2, 3, 4, -5, 6 }, [2, 3]);
        using var memory = AdamMemory.For(both);
        memory.Mean[1].fill_(0.5f);
        memory.Square[1].fill_(0.25f);
        Tensor second = zeros([3]);
        using var own = new AdamMemory(memory.Mean[1].clone(), memory.Square[1].clone());

        Rule.Step(both, gradient, memory, AdamPace.Of(Rule, [1, 7], [0.1, 0.02], [-1, 1]));
        Rule.Step(second, gradient[1], own, AdamPace.Of(Rule, 7, 0.02));

        // The very first step has the length of the rate, against the gradient's sign.
        Assert.Equal([-0.1f, 0.1f, -0.1f], both[0].data<float>().Select(value => MathF.Round(value, 5)));
        Assert.InRange((both[1] - second).abs().max().item<float>(), 0, 1e-7f);
    }
}
