using Impasto.Color;

namespace Impasto.Tests.Color;

public sealed class OklabTests
{
    // Source: CSS Color Module Level 4, whose sample code and tests give these for the primaries of sRGB.
    [Theory]
    [InlineData(1, 1, 1, 1, 0, 0)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(1, 0, 0, 0.62796, 0.22486, 0.12585)]
    [InlineData(0, 1, 0, 0.86644, -0.23389, 0.17950)]
    [InlineData(0, 0, 1, 0.45201, -0.03246, -0.31153)]
    public void Of_gives_the_published_values(double red, double green, double blue, double l, double a, double b)
    {
        Oklab found = Oklab.Of(red, green, blue);

        Assert.Equal(l, found.Lightness, 1e-5);
        Assert.Equal(a, found.A, 1e-5);
        Assert.Equal(b, found.B, 1e-5);
    }

    [Fact]
    public void ToRgb_returns_every_colour_of_the_cube()
    {
        const int Steps = 40;
        for (int i = 0; i < (Steps + 1) * (Steps + 1) * (Steps + 1); i++)
        {
            double red = (double)(i % (Steps + 1)) / Steps, green = (double)(i / (Steps + 1) % (Steps + 1)) / Steps;
            double blue = (double)(i / (Steps + 1) / (Steps + 1)) / Steps;

            (double foundRed, double foundGreen, double foundBlue) = Oklab.Of(red, green, blue).ToRgb();

            Assert.Equal(red, foundRed, 1e-6);
            Assert.Equal(green, foundGreen, 1e-6);
            Assert.Equal(blue, foundBlue, 1e-6);
        }
    }

    [Theory]
    [InlineData(0.5, 0.3, 0.1)]
    [InlineData(0.95, 0.05, 0.3)]
    [InlineData(0.1, -0.2, -0.2)]
    [InlineData(0.7, 0, -0.4)]
    public void ToRgb_of_a_colour_that_sRGB_lacks_keeps_lightness_and_hue(double l, double a, double b)
    {
        (double red, double green, double blue) = new Oklab(l, a, b).ToRgb();

        Assert.All(new[] { red, green, blue }, value => Assert.InRange(value, 0, 1));
        // On the edge of the cube: no larger chroma is there.
        Assert.Contains(new[] { red, green, blue }, value => value is < 1e-3 or > 1 - 1e-3);
        Oklab found = Oklab.Of(red, green, blue);
        Assert.Equal(l, found.Lightness, 1e-5);
        Assert.Equal(Math.Atan2(b, a), Math.Atan2(found.B, found.A), 1e-3);
        Assert.InRange(Math.Sqrt((found.A * found.A) + (found.B * found.B)), 0.01, Math.Sqrt((a * a) + (b * b)));
    }

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(1.1, 1)]
    public void ToRgb_darker_than_black_or_brighter_than_white_is_black_or_white(double lightness, double value) =>
        Assert.Equal((value, value, value), new Oklab(lightness, 0.1, 0.1).ToRgb());
}
