using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Tests.Moments;

public sealed class MomentSumsTests
{
    private static readonly LayerName Layer = new("layer");

    [Fact]
    public void Total_of_parts_is_the_moments_of_the_whole()
    {
        FeatureMatrix whole = FeatureMatrix.Random(3, 20, seed: 1);
        var sums = new MomentSums(2);

        sums.Add(At(Part(whole, 0, 12)));
        sums.Add(At(Part(whole, 12, 20)));

        LayerMoments expected = whole.Moments(), found = sums.Total()[Layer][0];
        Assert.Equal(20, found.Positions);
        Agreement.Close(expected.Mean, found.Mean, 1e-12);
        Agreement.Close(expected.Gram, found.Gram, 1e-12);
    }

    [Fact]
    public void Add_keeps_no_hold_of_moments_that_change_afterwards()
    {
        LayerMoments first = FeatureMatrix.Random(2, 5, seed: 2).Moments();
        double[] expected = [.. first.Gram];
        var sums = new MomentSums(2);

        sums.Add(At(first));
        first.Gram.AsSpan().Clear();
        sums.Add(At(Zero(2)));

        Agreement.Close(expected, sums.Total()[Layer][0].Gram, 1e-12);
    }

    [Fact]
    public void Share_of_a_tile_is_its_part_of_the_weight()
    {
        var sums = new MomentSums(2);
        sums.Add(At(new LayerMoments(1, 3, [1], [1])));
        sums.Add(At(new LayerMoments(1, 1, [1], [1])));

        MomentGradient share = sums.Share(Gradients(new MomentGradient([8], [16])), tile: 0)[Layer][0]!;

        Assert.Equal([6, 12], [share.Mean[0], share.Gram[0]]);
    }

    [Fact]
    public void A_region_that_is_nowhere_has_zero_moments_and_no_derivative()
    {
        var sums = new MomentSums(2);
        sums.Add(At(Zero(1)));
        sums.Add(At(Zero(1)));

        LayerMoments total = sums.Total()[Layer][0];

        Assert.Equal([0, 0, 0], [total.Positions, total.Mean[0], total.Gram[0]]);
        Assert.Null(sums.Share(Gradients(new MomentGradient([1], [1])), tile: 1)[Layer][0]);
    }

    [Fact]
    public void A_single_tile_passes_everything_on_as_it_is()
    {
        var sums = new MomentSums(1);
        var moments = At(FeatureMatrix.Random(2, 5, seed: 3).Moments());
        var gradients = Gradients(new MomentGradient([1], [1]));

        sums.Add(moments);

        Assert.Same(moments, sums.Total());
        Assert.Same(gradients, sums.Share(gradients, tile: 0));
    }

    [Fact]
    public void Clear_forgets_all_tiles()
    {
        var sums = new MomentSums(2);
        sums.Add(At(new LayerMoments(1, 3, [1], [1])));

        sums.Clear();
        sums.Add(At(new LayerMoments(1, 2, [5], [7])));
        sums.Add(At(Zero(1)));

        LayerMoments total = sums.Total()[Layer][0];
        Assert.Equal([2, 5, 7], [total.Positions, total.Mean[0], total.Gram[0]]);
    }

    private static LayerMoments Zero(int channels) =>
        new(channels, 0, new double[channels], new double[channels * channels]);

    private static Dictionary<LayerName, IReadOnlyList<LayerMoments>> At(LayerMoments moments) =>
        new() { [Layer] = [moments] };

    private static Dictionary<LayerName, IReadOnlyList<MomentGradient?>> Gradients(MomentGradient gradient) =>
        new() { [Layer] = [gradient] };

    private static LayerMoments Part(FeatureMatrix whole, int first, int end)
    {
        double[] values = [.. Enumerable.Range(0, whole.Channels).SelectMany(
            channel => whole.Values[((channel * whole.Positions) + first)..((channel * whole.Positions) + end)])];
        return new FeatureMatrix(whole.Channels, end - first, values).Moments();
    }
}
