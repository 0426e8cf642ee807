using Impasto.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Tests.Losses;

[Collection("libtorch")]
public sealed class DistillationLossTests
{
    [Fact]
    public void Missed_without_a_difference_for_the_student_is_the_teachers_distance()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor style = Gram(1), picture = style + (0.2 * Gram(2));
        Tensor seen = cat([Gram(3), style, style], 0), wanted = cat([Gram(4), picture, style], 0);

        double missed = DistillationLoss.Missed(seen - wanted, wanted, pairs: 1).item<float>();

        double distance = ((picture - style).norm() / style.norm()).item<float>();
        Assert.Equal(distance / Math.Sqrt(1.1 + (9 * distance * distance)), missed, 1e-4);
    }

    [Fact]
    public void Missed_errors_that_picture_and_style_have_in_common_do_not_count()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor wanted = cat([Gram(1), Gram(2), Gram(3), Gram(4)], 0), common = 0.5 * Gram(5);

        Tensor found = DistillationLoss.Missed(common.expand(4, -1, -1), wanted, pairs: 2);
        Assert.All(found.data<float>(), missed => Assert.Equal(0, missed, 1e-4));
    }

    [Fact]
    public void Missed_goes_pair_by_pair()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor wanted = cat([Gram(1), Gram(2), Gram(3), Gram(4), Gram(5)], 0), errors = zeros_like(wanted);
        // Of the pairs (1, 3) and (2, 4) the second's style alone is seen wrongly; picture 0 is of no pair.
        errors[0].fill_(1);
        errors[4].fill_(1);

        float[] missed = [.. DistillationLoss.Missed(errors, wanted, pairs: 2).data<float>()];

        Assert.Equal(0, missed[0], 1e-4);
        Assert.True(missed[1] > 0.1, $"{missed[1]}");
    }

    // A Gram matrix of 3 channels, 1 x 3 x 3.
    private static Tensor Gram(int seed)
    {
        var random = new Random(seed);
        float[] values = [.. Enumerable.Range(0, 48).Select(_ => random.NextSingle())];
        return DistillationLoss.Gram(tensor(values, [1, 3, 4, 4]));
    }
}
