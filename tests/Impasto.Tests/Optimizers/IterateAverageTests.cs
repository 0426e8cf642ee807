using Impasto.Optimizers;
using Impasto.Storage;

namespace Impasto.Tests.Optimizers;

public sealed class IterateAverageTests
{
    [Fact]
    public void Add_weighs_each_picture_by_its_age_and_the_weights_sum_to_1()
    {
        using var store = new PixelStore();
        var average = new IterateAverage(2, 0.5, store);

        foreach (float x in (float[])[7, 3, 11])
            average.Add(new float[] { x, 1 });

        // Of 11, 3 and 7 the weights are 4, 2 and 1 sevenths.
        float[] found = average.Value.ToArray();
        Assert.Equal((44 + 6 + 7) / 7f, found[0], 1e-5f);
        Assert.Equal(1, found[1], 1e-6f);
    }
}
