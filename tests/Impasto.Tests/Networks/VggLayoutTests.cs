using Impasto.Networks;

namespace Impasto.Tests.Networks;

public sealed class VggLayoutTests
{
    // The numbers as torchvision prints them for its models.
    [Theory]
    [InlineData("vgg19", "0 2 5 7 10 12 14 16 19 21 23 25 28 30 32 34")]
    [InlineData("vgg16", "0 2 5 7 10 12 14 17 19 21 24 26 28")]
    public void Find_gives_torchvisions_numbers(string name, string numbers)
    {
        var layout = VggLayout.Find(name);

        Assert.Equal(numbers, string.Join(' ', layout.Layers.Keys));
        Assert.Equal(layout.Layers.Values.Order(VggLayers.Order), layout.Layers.Values);
    }

    [Theory]
    [InlineData("vgg19", 0, 2, 5, 7, 10, 12, 14, 16, 19, 21)]
    [InlineData("vgg16", 0, 2, 5, 7, 10, 12, 14, 17, 19, 21)]
    [InlineData("vgg19", 0, 2, 5)]
    public void Of_takes_the_network_whose_numbers_they_are(string expected, params int[] numbers) =>
        Assert.Equal(expected, VggLayout.Of(numbers).Name);
}
