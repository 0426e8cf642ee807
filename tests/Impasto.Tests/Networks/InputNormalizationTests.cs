using Impasto.Networks;
using Impasto.Tests.Networks.Weights;

namespace Impasto.Tests.Networks;

public sealed class InputNormalizationTests
{
    // A pixel of red 1, green 0.5, blue 0.
    [Theory]
    [InlineData("torchvision", (1 - 0.485) / 0.229, (0.5 - 0.456) / 0.224, -0.406 / 0.225)]
    [InlineData("caffe", -103.939, 127.5 - 116.779, 255 - 123.68)]
    [InlineData("caffe-rgb", 255 - 123.68, 127.5 - 116.779, -103.939)]
    [InlineData("unit", 1, 0.5, 0)]
    public void Parse_gives_what_the_weights_were_trained_with(string name, double first, double second, double third)
    {
        var normalization = InputNormalization.Parse(name);
        double[] pixel = [1, 0.5, 0];

        double[] input = [.. Enumerable.Range(0, 3).Select(channel =>
            ((
                normalization.Scale * pixel[normalization.Order[channel]]) - normalization.Mean[channel])
                / normalization.Deviation[channel])];

        Assert.Equal(first, input[0], 1e-9);
        Assert.Equal(second, input[1], 1e-9);
        Assert.Equal(third, input[2], 1e-9);
        Assert.Equal(name, normalization.ToString());
    }

    [Fact]
    public void Parse_unknown_name_is_refused_with_those_there_are() => Assert.Equal(
        "Unknown input normalisation 'Caffe': expected torchvision, caffe, caffe-rgb, unit.",
        Refusal.Of(() => InputNormalization.Parse("Caffe")));
}
