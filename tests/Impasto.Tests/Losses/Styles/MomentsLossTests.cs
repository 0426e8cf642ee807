using Impasto.Moments;

namespace Impasto.Tests.Losses.Styles;

public sealed class MomentsLossTests
{
    [Fact]
    public void Evaluate_one_channel_gives_the_value_worked_by_hand()
    {
        // Mean 2, deviation 1, second moment 5 against mean 4, deviation 2, second moment 20:
        // (15 / 20)^2 + (2 / 4)^2 + (1 / 2)^2.
        LayerMoments picture = new FeatureMatrix(1, 2, [1, 3]).Moments(),
            style = new FeatureMatrix(1, 2, [2, 6]).Moments();

        Assert.Equal(0.5625 + 0.25 + 0.25, new MomentsLoss(style).Evaluate(picture, 1, MomentGradient.Zero(1)), 12);
    }

    [Fact]
    public void Evaluate_tells_apart_what_a_gram_matrix_cannot()
    {
        // Second moment 4 both: all mean, or all deviation.
        LayerMoments steady = new FeatureMatrix(1, 2, [2, 2]).Moments(),
            lively = new FeatureMatrix(1, 2, [-2, 2]).Moments();

        Assert.Equal(0, new GramLoss(lively, StyleScaleMode.Relative).Evaluate(steady, 1, MomentGradient.Zero(1)), 12);
        Assert.True(new MomentsLoss(steady).Evaluate(lively, 1, MomentGradient.Zero(1)) > 0.9);
    }
}
