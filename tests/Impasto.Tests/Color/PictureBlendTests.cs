using Impasto.Color;
using Impasto.Imaging;

namespace Impasto.Tests.Color;

public sealed class PictureBlendTests
{
    private static readonly Picture Result = TestPictures.Noise(6, 5, 1), Content = TestPictures.Noise(6, 5, 2);

    [Fact]
    public void Apply_mix_of_black_and_white_is_half_the_light()
    {
        Picture grey = PictureBlend.Apply(TestPictures.Flat(2, 2, 1), TestPictures.Flat(2, 2, 0), BlendMode.Mix, 0.5);

        // 0.5 in linear light is 188 of 255.
        Assert.All(grey.Pixels, value => Assert.Equal(0.7354, value, 1e-3));
    }

    [Theory]
    [InlineData(BlendMode.Mix)]
    [InlineData(BlendMode.Luminance)]
    [InlineData(BlendMode.Chroma)]
    public void Apply_nothing_of_it_is_the_content(BlendMode mode) =>
        Assert.Equal(
            Content.Pixels, PictureBlend.Apply(Result, Content, mode, 0).Pixels, (a, b) => Math.Abs(a - b) < 1e-6);

    [Fact]
    public void Apply_all_of_it_is_the_result_or_its_brightness_or_chroma()
    {
        Assert.Equal(Result.Pixels, All(BlendMode.Mix), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(
            Luminance.Join(Result, Content).Pixels, All(BlendMode.Luminance), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(Luminance.Join(Content, Result).Pixels, All(BlendMode.Chroma), (a, b) => Math.Abs(a - b) < 1e-5);

        static float[] All(BlendMode mode) => PictureBlend.Apply(Result, Content, mode, 1).Pixels;
    }

    [Fact]
    public void Apply_other_sizes_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => PictureBlend.Apply(Result, TestPictures.Flat(5, 6, 0), BlendMode.Mix, 0.5));
}
