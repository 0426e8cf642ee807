using Impasto.Losses;

namespace Impasto.Tests.Losses;

public sealed class RangeTermTests
{
    [Fact]
    public void Evaluate_is_the_mean_square_of_what_lies_outside_and_its_derivative()
    {
        // A whole register and a rest: 0.5 below, 0.25 above, the rest inside or on the edge.
        float[] values = [.. Enumerable.Range(0, 37).Select(i => i == 3 ? -0.5f : i == 36 ? 1.25f : i % 2)];
        float[] gradient = new float[37];
        gradient[3] = 1;

        double loss = new RangeTerm(74).Evaluate(new PixelContext(new(37, 1), values, gradient) { Weight = 74 });

        Assert.Equal((0.25 + 0.0625) / 37, loss, 1e-12);
        Assert.Equal(1 - 2, gradient[3], 1e-6);
        Assert.Equal(1, gradient[36], 1e-6);
        Assert.All(gradient.Where((_, i) => i is not (3 or 36)), slope => Assert.Equal(0, slope));
    }
}
