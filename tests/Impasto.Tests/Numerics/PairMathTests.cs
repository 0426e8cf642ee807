using Impasto.Numerics;

namespace Impasto.Tests.Numerics;

public sealed class PairMathTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(67)]
    public void Turn_both_formats_give_the_sums_of_the_definition(int count)
    {
        Check<SingleFormat>(count, 1e-6f);

        // Two of the three vectors are rounded, by at most one part in 256 each.
        Check<RoundedFormat>(count, 2f / 256);
    }

    [Theory]
    [InlineData(1.00390625f, 1f)]
    [InlineData(1.01171875f, 1.015625f)]
    [InlineData(-1.0039063692f, -1.0078125f)]
    [InlineData(0f, 0f)]
    public void Combine_rounded_takes_the_nearest_and_of_two_the_even_one(float value, float expected)
    {
        // One value alone, and one in a whole register.
        foreach (int count in new[] { 1, 64 })
        {
            float[] values = [.. Enumerable.Repeat(value, count)], pair = new float[RoundedFormat.Floats(count)];

            PairMath<RoundedFormat>.Combine(values, 1, values, 0, pair);

            Assert.Equal(expected, RoundedFormat.LoadOne(ref pair[0], count - 1));
        }
    }

    private static void Check<TFormat>(int count, float tolerance)
        where TFormat : IPairFormat
    {
        float[] first = TestNetworks.Values(new Random(1), count, 1),
            second = TestNetworks.Values(new Random(2), count, 1);
        float[] target = TestNetworks.Values(new Random(3), count, 1), before = [.. target];
        float[] pair = new float[TFormat.Floats(count)], other = new float[TFormat.Floats(count)];

        PairMath<TFormat>.Combine(first, 2, second, -1, pair);
        PairMath<TFormat>.Combine(second, 1, second, 0, other);
        double product = PairMath<TFormat>.Turn(target, 0.5f, pair, 3, other),
            both = PairMath<TFormat>.Dot(pair, other, count);

        double expectedProduct = 0, expectedBoth = 0;
        for (int i = 0; i < count; i++)
        {
            float combined = (2 * first[i]) - second[i], turned = 0.5f * (before[i] + (3 * combined));
            Assert.Equal(turned, target[i], tolerance * 8);
            expectedProduct += (double)turned * second[i];
            expectedBoth += (double)combined * second[i];
        }

        Assert.Equal(expectedProduct, product, tolerance * 8 * Math.Sqrt(count));
        Assert.Equal(expectedBoth, both, tolerance * 8 * Math.Sqrt(count));
    }
}
