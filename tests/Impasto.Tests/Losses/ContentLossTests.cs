using Impasto.Losses;
using Impasto.Moments;

namespace Impasto.Tests.Losses;

public sealed class ContentLossTests
{
    // Differences (0, 2, 0, 4), squares 20; the content's own squares sum to 10.
    private static readonly LayerFeatures Picture = new(1, 2, 2, [1, 2, 3, 4]);
    private static readonly LayerFeatures Content = new(1, 2, 2, [1, 0, 3, 0]);

    public static TheoryData<LossConvention> Conventions => [.. Enum.GetValues<LossConvention>()];

    [Theory]
    [InlineData(LossConvention.Notebook, 5, 1, 2)]
    [InlineData(LossConvention.NeuralStyle, 5, 1, 2)]
    [InlineData(LossConvention.Relative, 2, 0.4, 0.8)]
    public void Evaluate_two_by_two_gives_the_values_worked_by_hand(
        LossConvention convention, double loss, double second, double fourth)
    {
        float[] gradient = new float[4];

        double found = ContentLoss.Evaluate(Picture, Content, convention, 1, gradient);

        Assert.Equal(loss, found, 12);
        Assert.Equal([0f, (float)second, 0f, (float)fourth], gradient);
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Evaluate_at_the_target_is_zero_and_flat(LossConvention convention)
    {
        float[] gradient = new float[4];

        Assert.Equal(0, ContentLoss.Evaluate(Picture, Picture, convention, 1, gradient));
        Assert.Equal(new float[4], gradient);
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Evaluate_gradient_agrees_with_differences(LossConvention convention)
    {
        var picture = new LayerFeatures(3, 2, 4, TestNetworks.Values(new Random(1), 24, 1));
        var content = new LayerFeatures(3, 2, 4, TestNetworks.Values(new Random(2), 24, 1));
        float[] gradient = new float[24];
        ContentLoss.Evaluate(picture, content, convention, 1, gradient);

        // Wide steps lose nothing: the loss is quadratic.
        double[] expected = Differences.Of(
            picture.Values, 0.5f, () => ContentLoss.Evaluate(picture, content, convention, 1, new float[24]));

        Differences.AssertClose(expected, gradient, 1e-6);
    }

    [Fact]
    public void Evaluate_weight_counts_in_the_gradient_only_and_adds_to_it()
    {
        float[] gradient = [7, 7, 7, 7];

        double loss = ContentLoss.Evaluate(Picture, Content, LossConvention.Notebook, 10, gradient);

        Assert.Equal(5, loss, 12);
        Assert.Equal([7f, 17f, 7f, 27f], gradient);
    }

    [Fact]
    public void Evaluate_relative_is_the_same_for_brighter_or_more_features()
    {
        var brighter = (LayerFeatures map) => map with { Values = [.. map.Values.Select(value => 3 * value)] };
        var twice = (LayerFeatures map) => map with { Width = 4, Values = [.. map.Values, .. map.Values] };

        Assert.Equal(2, Relative(brighter(Picture), brighter(Content)), 6);
        Assert.Equal(2, Relative(twice(Picture), twice(Content)), 6);

        static double Relative(LayerFeatures picture, LayerFeatures content) =>
            ContentLoss.Evaluate(picture, content, LossConvention.Relative, 1, new float[picture.Values.Length]);
    }

    [Fact]
    public void Evaluate_content_without_any_activity_stays_finite() => Assert.True(double.IsFinite(ContentLoss.Evaluate(
        Picture, new LayerFeatures(1, 2, 2, new float[4]), LossConvention.Relative, 1, new float[4])));

    [Fact]
    public void Evaluate_other_shapes_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ContentLoss.Evaluate(
        Picture, new LayerFeatures(1, 1, 2, [1, 2]), LossConvention.Relative, 1, new float[4]));
}
