using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Tiles;

namespace Impasto.Tests.Losses;

public sealed class ContentTermTests
{
    // Differences (0, 2, 0, 4), squares 20; the content's own squares sum to 10.
    private static readonly LayerFeatures Picture = new(1, 2, 2, [1, 2, 3, 4]);
    private static readonly LayerFeatures Content = new(1, 2, 2, [1, 0, 3, 0]);

    public static TheoryData<string> Conventions => [.. LossConvention.All.Select(convention => convention.Name)];

    [Theory]
    [InlineData("notebook", 5, 1, 2)]
    [InlineData("neural-style", 5, 1, 2)]
    [InlineData("relative", 2, 0.4, 0.8)]
    public void Evaluate_two_by_two_gives_the_values_worked_by_hand(
        string convention, double loss, double second, double fourth)
    {
        float[] gradient = new float[4];

        double found = Evaluate(Picture, Content, convention, 1, gradient);

        Assert.Equal(loss, found, 12);
        Assert.Equal([0f, (float)second, 0f, (float)fourth], gradient);
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Evaluate_at_the_target_is_zero_and_flat(string convention)
    {
        float[] gradient = new float[4];

        Assert.Equal(0, Evaluate(Picture, Picture, convention, 1, gradient));
        Assert.Equal(new float[4], gradient);
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Evaluate_gradient_agrees_with_differences(string convention)
    {
        var picture = new LayerFeatures(3, 2, 4, TestNetworks.Values(new Random(1), 24, 1));
        var content = new LayerFeatures(3, 2, 4, TestNetworks.Values(new Random(2), 24, 1));
        float[] gradient = new float[24];
        Evaluate(picture, content, convention, 1, gradient);

        // Wide steps lose nothing: the loss is quadratic.
        double[] expected = Differences.Of(
            picture.Values, 0.5f, () => Evaluate(picture, content, convention, 1, new float[24]));

        Differences.AssertClose(expected, gradient, 1e-6);
    }

    [Fact]
    public void Evaluate_weight_is_a_factor_on_the_derivative_which_is_added()
    {
        float[] gradient = [7, 7, 7, 7];

        double loss = Evaluate(Picture, Content, "notebook", 10, gradient);

        Assert.Equal(5, loss, 12);
        Assert.Equal([7f, 17f, 7f, 27f], gradient);
    }

    [Fact]
    public void Evaluate_on_a_tile_counts_what_the_tile_owns()
    {
        // The tile owns its right column only: differences (2, 4).
        float[] gradient = new float[4];

        double loss = Evaluate(Picture, Content, "notebook", 1, gradient, new PixelArea(1, 0, 1, 2));

        Assert.Equal(20 / 4.0, loss, 12);
        Assert.Equal([0f, 1f, 0f, 2f], gradient);
    }

    [Fact]
    public void Evaluate_relative_is_the_same_for_brighter_or_more_features()
    {
        var brighter = (LayerFeatures map) => map with { Values = [.. map.Values.Select(value => 3 * value)] };
        var twice = (LayerFeatures map) => map with { Width = 4, Values = [.. map.Values, .. map.Values] };

        Assert.Equal(2, Relative(brighter(Picture), brighter(Content)), 6);
        Assert.Equal(2, Relative(twice(Picture), twice(Content)), 6);

        static double Relative(LayerFeatures picture, LayerFeatures content) =>
            Evaluate(picture, content, "relative", 1, new float[picture.Values.Length]);
    }

    [Fact]
    public void Evaluate_content_without_any_activity_stays_finite() => Assert.True(double.IsFinite(
        Evaluate(Picture, new LayerFeatures(1, 2, 2, new float[4]), "relative", 1, new float[4])));

    [Fact]
    public void Evaluate_other_shapes_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() =>
        Evaluate(Picture, new LayerFeatures(1, 1, 2, [1, 2]), "relative", 1, new float[4]));

    private static double Evaluate(
        LayerFeatures picture,
        LayerFeatures content,
        string convention,
        double weight,
        float[] gradient,
        PixelArea? owned = null)
    {
        var layer = LayerName.Parse("conv1_1");
        var term = new ContentTerm(weight, LayerWeights.Parse("conv1_1"), Named.Convention(convention));
        term.Prepare(new FixedScene(layer, content, owned));
        PixelArea all = new(0, 0, picture.Width, picture.Height);
        return term.Evaluate(new MapContext(layer, 0, owned ?? all)
        {
            Features = picture,
            Gradient = gradient,
            Weight = weight,
        });
    }
}
