using Impasto.Imaging;
using Impasto.Objectives;

namespace Impasto.Tests.Objectives;

public sealed class RegionPlanTests
{
    private static readonly WeightedStyle[] Styles = [new WeightedStyle(TestPictures.Flat(2, 2, 0))];

    [Fact]
    public void Divide_without_regions_is_the_whole_picture()
    {
        RegionPart part = Assert.Single(RegionPlan.Divide([], Styles, 1, new(3, 2)).Parts);

        Assert.Null(part.Guide);
        Assert.Equal(1, part.Share);
    }

    [Fact]
    public void Divide_overlapping_regions_goes_to_the_first_and_all_weights_sum_to_one()
    {
        StylizeRegion[] regions =
        [
            new(new Mask(4, 1, [1, 0.5f, 0, 0]), Styles),
            new(new Mask(4, 1, [1, 1, 0.25f, 0]), []),
        ];

        RegionPlan plan = RegionPlan.Divide(regions, Styles, 0, new(4, 1));

        Assert.Equal(["region 1", "the rest"], plan.Parts.Select(part => part.Name));
        Assert.Equal([1, 0.5f, 0, 0], plan.Parts[0].Guide!);
        Assert.Equal([0, 0.5f, 0.25f, 0], plan.Kept!);
        Assert.Equal([0, 0, 0.75f, 1], plan.Parts[1].Guide!);
        Assert.Equal([0.375, 0.4375], plan.Parts.Select(part => part.Share));
    }

    [Fact]
    public void Divide_strength_of_a_region_multiplies_its_share()
    {
        // 25 more than the run's 40 is 10 times the weight: 10 * 1/4.
        StylizeRegion[] regions = [new(new Mask(4, 1, [1, 0, 0, 0]), Styles) { Strength = 65 }];

        RegionPlan plan = RegionPlan.Divide(regions, Styles, 0, new(4, 1), strength: 40);

        Assert.Equal([2.5, 0.75], plan.Parts.Select(part => part.Share));
    }

    [Fact]
    public void Divide_with_nothing_left_alone_has_nothing_kept() =>
        Assert.Null(RegionPlan.Divide([new(new Mask(1, 1, [1]), Styles)], Styles, 0, new(4, 4)).Kept);
}
