using Impasto.Engines.Simd;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Layout;
using Impasto.Networks;

namespace Impasto.Tests.Objectives;

/// <summary>
/// Gradients of every term, alone and all together, against differences along random directions: in every convention
/// with every style loss that it supports, with regions, in tiles and in bands.
/// </summary>
public sealed class GradientCheckTests
{
    private const int Directions = 2;

    // Single precision holds it exactly. A direction has -1, 0 and 1 only, so that moved points are exact too.
    private const float Step = 1 / 1024f;

    private static readonly string[] Terms = ["content", "style", "tv", "range", "all"];

    public static TheoryData<string, string, string, bool, bool> Cases
    {
        get
        {
            TheoryData<string, string, string, bool, bool> cases = [];
            foreach (LossConvention convention in LossConvention.All)
            {
                foreach (StyleLoss loss in StyleLoss.All.Where(loss => loss.Scales.Contains(convention.StyleScale)))
                {
                    foreach (string term in Terms.Where(term => Matters(term, convention, loss)))
                    {
                        foreach ((bool regions, bool tiles) in ((bool, bool)[])
                            [(false, false), (true, false), (false, true), (true, true)])
                            cases.Add(convention.Name, loss.Name, term, regions, tiles);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_agrees_with_differences(
        string convention, string loss, string term, bool hasRegions, bool isTiled)
    {
        SmallObjective small = Small(convention, loss, term, hasRegions);
        using PerceptualObjective whole = small.Open();
        using PerceptualObjective checkedOne = isTiled ? (small with { Core = 4 }).Open() : small.Open();
        float[] point = Point(small), gradient = new float[point.Length];
        LossValue value = checkedOne.Evaluate(point, gradient);

        Assert.True(term == "all" ? value.Parts.Count > 2 : value.Parts.Single(part => part.Name == term).Value > 0);
        Assert.Equal(whole.Evaluate(point, new float[point.Length]).Total, value.Total, 1e-5 * value.Total);
        AssertClose(whole, point, gradient);
    }

    [Theory]
    [InlineData("relative", "gram", false)]
    [InlineData("relative", "moments", true)]
    [InlineData("relative", "wasserstein", false)]
    [InlineData("notebook", "gram", true)]
    [InlineData("neural-style", "gram", false)]
    [InlineData("crowsonkb", "wasserstein", true)]
    public void Gradient_in_bands_agrees_with_differences_of_the_plain_engine(
        string convention, string loss, bool hasRegions)
    {
        SmallObjective small = Small(convention, loss, "all", hasRegions) with { Size = new(17, 42) };
        SmallObjective inBands = small with
        {
            InBands = true,
            Device = (network, settings) => new SimdEngine<Lanes8>(network, settings, 2, new BandCut(0, 5)),
        };
        using PerceptualObjective plain = small.Open(), banded = inBands.Open();
        float[] point = Point(small), gradient = new float[point.Length];
        banded.Evaluate(point, gradient);

        AssertClose(plain, point, gradient);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Gradient_with_matched_content_agrees_with_differences(bool hasRegions, bool isTiled)
    {
        SmallObjective small = Small("relative", "wasserstein", "all", hasRegions);
        LossOptions losses = small.Options.Losses with { Content = ContentMode.Both };
        SmallObjective matched = small with { Options = small.Options with { Losses = losses } };
        using PerceptualObjective whole = matched.Open();
        using PerceptualObjective checkedOne = isTiled ? (matched with { Core = 4 }).Open() : matched.Open();
        float[] point = Point(small), gradient = new float[point.Length], ignored = new float[point.Length];
        LossValue value = checkedOne.Evaluate(point, gradient);

        Assert.True(value.Parts.Single(part => part.Name == "match").Value > 0);
        Assert.Equal(whole.Evaluate(point, ignored).Total, value.Total, 1e-5 * value.Total);
        AssertClose(whole, point, gradient);
    }

    // Terms without styles are checked with one style loss only; the network's input has no range.
    private static bool Matters(string term, LossConvention convention, StyleLoss loss) => term switch
    {
        "style" or "all" => true,
        "range" when convention.Pixels == PixelScaleMode.NetworkInput => false,
        _ => loss == StyleLoss.All.First(known => known.Scales.Contains(convention.StyleScale)),
    };

    private static SmallObjective Small(string convention, string loss, string term, bool hasRegions)
    {
        // Terms other than the one that is checked weigh nothing; the objective needs one over the network.
        LossOptions losses = new()
        {
            Convention = Named.Convention(convention),
            StyleLoss = Named.Loss(loss),
            StyleLayers = LayerWeights.Parse("conv1_1=1,conv2_1=0.5"),
            Content = ContentMode.Photo,
            ContentLayers = LayerWeights.Parse("conv1_2=1,conv2_1=2"),
            MatchLayers = LayerWeights.Parse("conv1_2=1,conv2_1=2"),
            ContentWeight = term is "style" ? 0 : term is "content" or "all" ? 1 : 1e-9,
            StyleWeight = term is "style" ? 1 : term is "all" ? 5 : 0,
            TvWeight = term is "tv" or "all" ? 2 : 0,
            RangeWeight = term is "range" or "all" ? 30 : 0,
        };
        var small = new SmallObjective
        {
            Size = new(18, 16),
            Options = new() { Losses = losses, Feather = 0, Network = new() { Pooling = PoolingMode.Average } },
        };
        if (!hasRegions)
            return small;
        var painting = new WeightedStyle(small.Noise(5)) { Mask = small.Across(x => x < 0.8f ? 1 : 0) };
        return small with
        {
            Regions =
            [
                new(small.Across(x => x), [painting]),
                new(small.Across(x => x < 0.3f ? 0.9f : 0), []),
            ],
        };
    }

    // Neighbours always differ by more than the steps, so that no absolute difference crosses its kink; values lie
    // inside and outside 0 to 1.
    private static float[] Point(SmallObjective small)
    {
        var random = new Random(6);
        int width = small.Size.Width, height = small.Size.Height;
        return [.. Enumerable.Range(0, 3 * width * height).Select(i =>
            ((random.Next(26) - 5) / 16f) + (((i % width) + (i / width % height)) % 2 == 0 ? 0 : 1 / 32f))];
    }

    private static void AssertClose(PerceptualObjective objective, float[] point, float[] gradient)
    {
        var random = new Random(7);
        float[] ignored = new float[point.Length];
        double length = Math.Sqrt(gradient.Sum(value => (double)value * value));
        Assert.True(length > 0, "the gradient is zero: nothing was checked");
        for (int direction = 0; direction < Directions; direction++)
        {
            int[] signs = [.. point.Select(_ => random.Next(3) - 1)];
            double slope = (At(Step) - At(-Step)) / (2 * Step);
            double expected = gradient.Select((value, i) => (double)value * signs[i]).Sum();
            Assert.True(
                Math.Abs(slope - expected) <= 1e-3 * length,
                $"{expected} where differences give {slope}, |g| {length}");

            double At(float step)
            {
                float[] moved = [.. point.Select((x, i) => x + (step * signs[i]))];
                return objective.Evaluate(moved, ignored);
            }
        }
    }
}
