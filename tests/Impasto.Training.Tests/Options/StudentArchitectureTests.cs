using Impasto.Networks;
using Impasto.Tests;

namespace Impasto.Training.Tests.Options;

public sealed class StudentArchitectureTests
{
    [Fact]
    public void Layers_are_those_of_vgg19_up_to_conv5_1() => Assert.Equal(
        TestNetworks.Vgg(width: 16).Convolutions.Select(convolution => convolution.Layer).Take(13),
        StudentArchitecture.Layers);

    [Fact]
    public void Compact_has_the_size_that_its_page_states()
    {
        Assert.Equal(0.59, StudentArchitecture.Compact.ParameterCount / 1e6, 0.01);
        Assert.Equal(35, StudentArchitecture.Compact.MultiplicationsPerPixel / 1e3, 1.0);
    }

    [Fact]
    public void Equals_compares_widths()
    {
        int[] widths = [.. StudentArchitecture.Compact.Widths];

        Assert.Equal(StudentArchitecture.Compact, new StudentArchitecture(widths));
        Assert.Equal(StudentArchitecture.Compact.GetHashCode(), new StudentArchitecture(widths).GetHashCode());
        widths[3] += 16;
        Assert.NotEqual(StudentArchitecture.Compact, new StudentArchitecture(widths));
    }

    [Theory]
    [InlineData(12, 16)]
    [InlineData(14, 16)]
    [InlineData(13, 24)]
    [InlineData(13, 0)]
    public void Widths_of_another_number_or_step_are_refused(int count, int width) =>
        Assert.Throws<ArgumentException>(() => new StudentArchitecture([.. Enumerable.Repeat(width, count)]));

    [Fact]
    public void Options_with_the_same_values_are_equal()
    {
        var first = new DistillOptions { Teachers = ["a"], Images = ["b"] };
        var second = new DistillOptions { Teachers = ["a"], Images = ["b"] };

        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.NotEqual(first, second with { Images = ["c"] });
        Assert.NotEqual(first, second with { Seed = 1 });
    }

    [Fact]
    public void StudentLayers_order_is_the_networks()
    {
        LayerName early = LayerName.Parse("conv3_2"), late = LayerName.Parse("conv4_1");

        Assert.Equal([early, late], StudentLayers.InOrder([late, early]));
        Assert.Equal(late, StudentLayers.Deepest([late, early]));
        Assert.True(StudentLayers.IsUpTo(early, early));
        Assert.True(StudentLayers.IsUpTo(early, late));
        Assert.False(StudentLayers.IsUpTo(late, early));
        Assert.True(StudentLayers.PoolsInput(late) && !StudentLayers.PoolsInput(early));
        Assert.False(StudentLayers.PoolsInput(StudentLayers.All[0]));
    }
}
