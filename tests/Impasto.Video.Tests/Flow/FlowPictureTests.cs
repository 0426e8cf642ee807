using Impasto.Imaging;
using Impasto.Video.Flow;

namespace Impasto.Video.Tests.Flow;

/// <summary>Flow fields as data and as pictures, and what of them is relied on.</summary>
public sealed class FlowPictureTests
{
    [Theory]
    [InlineData(0, 0, 1, 1, 1)]
    [InlineData(2, 0, 1, 0, 0)]
    [InlineData(1, 0, 1, 0.5, 0.5)]
    [InlineData(4, 0, 0.75, 0, 0)]
    [InlineData(float.NaN, 0, 0, 0, 0)]
    public void Direction_is_the_hue_and_length_the_strength(float u, float v, float red, float green, float blue)
    {
        Picture drawn = FlowColors.Draw(new FlowField(1, 1, [u], [v]), full: 2);

        Assert.Equal([red, green, blue], drawn.Pixels);
    }

    [Fact]
    public void Opposite_directions_have_different_colors()
    {
        Picture drawn = FlowColors.Draw(new FlowField(4, 1, [1, 0, -1, 0], [0, 1, 0, -1]));

        (float, float, float)[] colors =
            [.. Enumerable.Range(0, 4).Select(k => (drawn.Pixels[k], drawn.Pixels[4 + k], drawn.Pixels[8 + k]))];
        Assert.Equal(4, colors.Distinct().Count());
    }

    [Fact]
    public void Resized_flow_has_longer_displacements()
    {
        FlowField flow = new FlowField(2, 1, [1, 1], [-2, -2]).Resize(6, 4);

        Assert.Equal((6, 4), (flow.Width, flow.Height));
        Assert.All(flow.Horizontal, value => Assert.Equal(3, value, 5));
        Assert.All(flow.Vertical, value => Assert.Equal(-8, value, 5));
        Assert.Equal(Math.Sqrt(9 + 64), flow.MeanLength(), 5);
    }

    [Fact]
    public void Planes_of_another_size_are_refused() =>
        Assert.Throws<ArgumentException>(() => new FlowField(2, 2, new float[4], new float[3]));

    // One row of 8: everything moves right by 2, but the way back of the pixels at 4 and 5 is wrong.
    [Fact]
    public void Pixel_is_relied_on_if_the_way_back_leads_to_it()
    {
        FlowPair pair = new(8, 1);
        pair.Forward.Horizontal.AsSpan().Fill(2);
        pair.Backward.Horizontal.AsSpan().Fill(-2);
        (pair.Backward.Horizontal[4], pair.Backward.Horizontal[5]) = (0, float.NaN);

        pair.FindReliability();

        // The last two leave the picture; 2 and 3 lead to 4 and 5.
        Assert.Equal([1, 1, 0, 0, 1, 1, 0, 0], pair.ForwardReliability);
        Assert.Equal([0, 0, 1, 1, 1, 0, 1, 1], pair.BackwardReliability.Select((value, k) => k == 4 ? 1 : value));
    }

    [Fact]
    public void Boundaries_are_left_out_on_request()
    {
        FlowPair with = Step(new FlowPair(8, 1)), without = Step(new FlowPair(8, 1) { WithoutBoundaries = true });

        Assert.Equal(0, with.NewShare());
        Assert.Equal([1, 1, 1, 0, 0, 1, 1, 1], without.BackwardReliability);
        Assert.Equal(0.25, without.NewShare());

        static FlowPair Step(FlowPair pair)
        {
            // 0.5 pixels of difference: the ways there and back agree well enough.
            pair.Backward.Vertical.AsSpan(4).Fill(0.4f);
            pair.FindReliability();
            return pair;
        }
    }
}
