using Impasto.Optimizers;
using Impasto.Storage;

namespace Impasto.Tests.Optimizers;

public sealed class AdamMemoryTests
{
    [Fact]
    public void At_another_size_keeps_flat_averages_and_never_makes_a_square_negative()
    {
        using var store = new PixelStore();
        float[] square = new float[3 * 4 * 4];
        square[5] = 1;
        var memory = new AdamMemory(Enumerable.Repeat(-0.25f, 48).ToArray(), square, 7);

        AdamMemory larger = memory.At((4, 4), (6, 6), store);

        Assert.Equal(7, larger.Steps);
        Assert.All(larger.Mean.ToArray(), value => Assert.Equal(-0.25f, value, 1e-6f));
        float[] squares = larger.Square.ToArray();
        Assert.All(squares, value => Assert.True(value >= 0));
        Assert.InRange(squares.Max(), 0.3f, 1);
        Assert.Equal(1 * 2.25f, squares.Sum(), 0.2f);
    }

    [Fact]
    public void Clamps_keeps_values_within_0_to_1()
    {
        var adam = new Adam(2, learningRate: 0.4) { Clamps = true };
        float[] point = [0.3f, 0.9f];

        for (int i = 0; i < 5; i++)
            adam.Step(new Slope(), point);

        Assert.Equal([0, 1], point);
    }

    private sealed class Slope : ArrayObjective
    {
        public override double Evaluate(float[] point, float[] gradient)
        {
            (gradient[0], gradient[1]) = (1, -1);
            return point[0] - point[1];
        }
    }
}
