using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Tests;
using Impasto.Video.Following;

namespace Impasto.Video.Tests.Following;

public sealed class TemporalTermTests
{
    private static readonly PictureSize s_size = new(5, 4);

    // By hand: one value of 60 is 0.5 from the target and counts half; 0.5 x 0.25 / 60.
    [Fact]
    public void Value_is_the_mean_of_weighted_squares()
    {
        Picture target = TestPictures.Flat(5, 4, 0.25f), point = TestPictures.Flat(5, 4, 0.25f);
        point.Pixels[7] = 0.75f;
        float[] reliability = new float[20];
        reliability[7] = 0.5f;

        double value = new TemporalTerm(3, target, reliability, input: null)
            .Evaluate(new PixelContext(s_size, point.Pixels, new float[60]) { Weight = 3 });

        Assert.Equal(0.5 * 0.25 / 60, value, 9);
    }

    public static TheoryData<string> Inputs => ["rgb", "torchvision", "caffe"];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Derivative_is_that_of_the_value_in_every_scale_of_pixels(string input)
    {
        InputNormalization? normalization = input == "rgb" ? null : InputNormalization.Parse(input);
        float step = input == "caffe" ? 0.5f : 0.01f;
        float[] point = [.. TestPictures.Noise(5, 4, 1).Pixels.Select(value => value * step * 40)];
        float[] reliability = [.. TestPictures.Noise(5, 4, 2).Pixels.Take(20)], gradient = new float[60];
        TemporalTerm term = new(2, TestPictures.Noise(5, 4, 3), reliability, normalization);
        _ = term.Evaluate(new PixelContext(s_size, point, gradient) { Weight = 2 });

        foreach (int at in new[] { 0, 23, 59 })
        {
            double expected = 2 * (ValueAt(at, step) - ValueAt(at, -step)) / (2 * step);
            Assert.True(
                Math.Abs(expected - gradient[at]) <= (1e-3 * Math.Abs(expected)) + 1e-9, $"{expected} {gradient[at]}");
        }

        double ValueAt(int at, float change)
        {
            float[] moved = [.. point];
            moved[at] += change;
            return term.Evaluate(new PixelContext(s_size, moved, new float[60]) { Weight = 2 });
        }
    }

    // The network's input of a picture is at no distance from it.
    [Theory]
    [MemberData(nameof(Inputs))]
    public void Target_itself_has_no_distance(string input)
    {
        InputNormalization? normalization = input == "rgb" ? null : InputNormalization.Parse(input);
        Picture target = TestPictures.Noise(5, 4, 3);
        var space = new Points.PixelSpace(
            normalization ?? InputNormalization.Unit,
            normalization is null ? PixelScaleMode.Rgb : PixelScaleMode.NetworkInput);
        float[] reliability = [.. Enumerable.Repeat(1f, 20)];

        double value = new TemporalTerm(1, target, reliability, normalization)
            .Evaluate(new PixelContext(s_size, space.Encode(target), new float[60]) { Weight = 1 });

        Assert.True(value < 1e-10, $"{value}");
    }
}
