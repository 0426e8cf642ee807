using System.Security.Cryptography;
using Impasto.Imaging;

namespace Impasto.Tests.Imaging;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(ResampleFilter.Bilinear, 31, 4)]
    [InlineData(ResampleFilter.Bicubic, 31, 4)]
    [InlineData(ResampleFilter.Lanczos, 31, 4)]
    [InlineData(ResampleFilter.Bicubic, 5, 27)]
    [InlineData(ResampleFilter.Lanczos, 1, 1)]
    public void Resize_constant_stays_constant(ResampleFilter filter, int width, int height)
    {
        Picture resized = Resampler.Resize(Pixels.Constant(13, 9, 0.25f, 0.5f, 1), width, height, filter);

        int plane = width * height;
        Assert.All(resized.Pixels[..plane], value => Assert.Equal(0.25f, value, 1e-6f));
        Assert.All(resized.Pixels[^plane..], value => Assert.Equal(1f, value, 1e-6f));
    }

    [Theory]
    [InlineData(12, 10)]
    [InlineData(3, 2)]
    [InlineData(1, 1)]
    public void ResizeWrapped_of_a_picture_that_is_moved_around_is_moved_around(int width, int height)
    {
        // Twice as large: two pixels to the right are four, and one down is two.
        float[] picture = Pixels.Picture(width, height).Pixels;
        float[] moved = Moved(picture, width, height, 2, 1);

        float[] large = Enlarged(picture), largeMoved = Enlarged(moved);

        float[] expected = Moved(large, 2 * width, 2 * height, 4, 2);
        Assert.All(expected.Zip(largeMoved), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));

        float[] Enlarged(float[] values)
        {
            float[] target = new float[4 * values.Length];
            PixelResampler.ResizeWrapped(values, new(width, height), target, new(2 * width, 2 * height));
            return target;
        }

        static float[] Moved(float[] values, int width, int height, int right, int down) =>
        [
            .. from plane in Enumerable.Range(0, 3)
               from y in Enumerable.Range(0, height)
               from x in Enumerable.Range(0, width)
               select values[(((plane * height) + ((y + down) % height)) * width) + ((x + right) % width)],
        ];
    }

    [Fact]
    public void Resize_to_the_same_size_is_the_same_picture()
    {
        Picture picture = Pixels.Picture(7, 5, alpha: true);

        Picture resized = Resampler.Resize(picture, 7, 5);

        Assert.Equal(picture.Pixels, resized.Pixels);
        Assert.Equal(picture.Alpha, resized.Alpha);
    }

    [Theory]
    [InlineData(ResampleFilter.Bilinear)]
    [InlineData(ResampleFilter.Bicubic)]
    public void Resize_ramp_stays_a_ramp_away_from_the_edges(ResampleFilter filter)
    {
        // Value = position of a pixel's middle, so that after resizing it must be (i + 0.5) * scale.
        const int From = 60, To = 20;
        float[] ramp = [.. Enumerable.Range(0, From).Select(x => x + 0.5f)];

        float[] resized = Resampler.Resize(ramp, new PictureSize(From, 1), new PictureSize(To, 1), filter);

        for (int i = 3; i < To - 3; i++)
            Assert.Equal((i + 0.5f) * From / To, resized[i], 1e-3f);
    }

    [Fact]
    public void Resize_half_with_bilinear_weighs_1_3_3_1()
    {
        // At half size the triangle has radius 2: inputs lie 0.5 and 1.5 away, with weights 0.75 and 0.25.
        float[] impulse = [0, 0, 0, 1, 0, 0, 0, 0];

        float[] resized = Resampler.Resize(
            impulse, new PictureSize(8, 1), new PictureSize(4, 1), ResampleFilter.Bilinear);

        // Output 1 sees inputs 1..4, output 2 sees 3..6.
        Assert.Equal([0, 3 / 8f, 1 / 8f, 0], resized);
    }

    [Fact]
    public void Resize_double_with_bicubic_gives_keys_values()
    {
        // Between two pixels at a quarter of the way Keys' cubic (a = -0.5) weighs -9, 111, 29, -3 of 128.
        float[] values = [0, 1, 0, 0, 0, 0];

        float[] resized = Resampler.Resize(
            values, new PictureSize(6, 1), new PictureSize(12, 1), ResampleFilter.Bicubic);

        Assert.Equal(111 / 128f, resized[3], 1e-6f);
        Assert.Equal(29 / 128f, resized[4], 1e-6f);
        Assert.Equal(-9 / 128f, resized[5], 1e-6f);
        Assert.Equal(-3 / 128f, resized[6], 1e-6f);
    }

    [Theory]
    [InlineData(ResampleFilter.Bilinear)]
    [InlineData(ResampleFilter.Bicubic)]
    [InlineData(ResampleFilter.Lanczos)]
    public void Resize_stripes_finer_than_the_result_turn_grey(ResampleFilter filter)
    {
        // One pixel black, one white: without antialiasing a tenth of the width would show black or white.
        float[] stripes = [.. Enumerable.Range(0, 200).Select(x => x % 2f)];

        float[] resized = Resampler.Resize(stripes, new PictureSize(200, 1), new PictureSize(20, 1), filter);

        Assert.All(resized[3..^3], value => Assert.Equal(0.5f, value, 0.01f));
    }

    [Fact]
    public void Resize_axes_are_not_confused()
    {
        // Columns differ, rows are alike: so it must stay.
        float[] columns = [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3];

        float[] resized = Resampler.Resize(
            columns, new PictureSize(4, 3), new PictureSize(2, 6), ResampleFilter.Bilinear);

        for (int row = 0; row < 6; row++)
            Assert.Equal([resized[0], resized[1]], resized[(2 * row)..((2 * row) + 2)]);
        Assert.True(resized[0] < 1 && resized[1] > 2);
    }

    [Fact]
    public void Resize_picture_keeps_alpha_beside_the_colours()
    {
        float[] alpha = [0, 0, 1, 1];
        Picture picture = new(4, 1, new float[12], alpha);

        // At the edge the weights 3, 3, 1 of those that are there.
        Assert.Equal([1 / 7f, 6 / 7f], Resampler.Resize(picture, 2, 1, ResampleFilter.Bilinear).Alpha!);
    }

    [Theory]
    [InlineData(1, 4000, 1, 100)]
    [InlineData(4000, 1, 100, 1)]
    [InlineData(1, 1, 50, 50)]
    [InlineData(50, 50, 1, 1)]
    public void Resize_extreme_shapes_give_finite_values(int fromWidth, int fromHeight, int width, int height)
    {
        Picture resized = Resampler.Resize(
            Pixels.Picture(fromWidth, fromHeight), width, height, ResampleFilter.Lanczos);

        Assert.Equal((width, height), (resized.Width, resized.Height));
        Assert.All(resized.Pixels, value => Assert.InRange(value, -0.5f, 1.5f));
    }

    // Made with Pillow 9.4: Image.resize((width, height), Image.BILINEAR) of the formula's picture, plane after plane.
    [Theory]
    [InlineData(7, 5, 4, 3, new[]
    {
        104, 157, 109, 114, 135, 122, 123, 115, 106, 134, 110, 131, 115, 120, 94, 171, 167, 152, 136, 110, 156, 115,
        167, 112, 107, 101, 129, 105, 103, 125, 126, 113, 156, 101, 152, 111,
    })]
    [InlineData(4, 3, 9, 7, new[]
    {
        0, 12, 45, 77, 110, 142, 174, 207, 219, 22, 34, 69, 101, 120, 138, 170, 205, 217, 86, 101, 142, 174, 149, 124,
        156, 197, 212, 151, 168, 215, 247, 179, 111, 143, 190, 207, 106, 126, 178, 216, 154, 92, 130, 182, 202, 61,
        83, 141, 184, 129, 73, 116, 175, 197, 46, 69, 129, 174, 121, 67, 112, 172, 195, 57, 69, 102, 134, 167, 199,
        132, 51, 20, 79, 85, 104, 124, 159, 193, 128, 48, 18, 143, 134, 109, 93, 133, 173, 114, 41, 13, 208, 183, 115,
        62, 108, 154, 101, 33, 8, 163, 159, 145, 134, 138, 141, 130, 117, 113, 118, 134, 176, 207, 168, 128, 159, 201,
        217, 103, 126, 186, 231, 178, 124, 169, 229, 252, 114, 126, 159, 177, 96, 14, 32, 65, 77, 99, 112, 147, 169,
        106, 42, 50, 69, 75, 54, 69, 110, 144, 135, 127, 104, 79, 70, 9, 26, 73, 119, 165, 211, 158, 90, 65, 74, 75,
        79, 88, 140, 192, 145, 83, 60, 138, 124, 84, 57, 115, 172, 131, 75, 55, 160, 140, 86, 47, 107, 166, 127, 73,
        53,
    })]
    [InlineData(40, 31, 5, 4, new[]
    {
        134, 136, 136, 146, 133, 125, 131, 142, 135, 133, 128, 124, 140, 130, 122, 134, 128, 124, 124, 127, 140, 135,
        131, 110, 117, 128, 123, 110, 124, 134, 126, 125, 115, 139, 129, 130, 127, 123, 132, 115, 120, 121, 121, 117,
        122, 131, 125, 117, 114, 117, 131, 132, 121, 116, 133, 124, 130, 120, 127, 128,
    })]
    [InlineData(6, 6, 6, 3, new[]
    {
        71, 166, 115, 210, 50, 145, 122, 144, 71, 189, 84, 106, 172, 122, 181, 168, 117, 67, 128, 114, 172, 48, 107,
        165, 179, 169, 96, 214, 141, 67, 119, 69, 128, 225, 174, 124, 76, 134, 120, 68, 164, 112, 108, 130, 153, 47,
        198, 92, 139, 126, 76, 26, 231, 181,
    })]
    [InlineData(1, 9, 3, 2, new[]
    {
        110, 110, 110, 139, 139, 139, 149, 149, 149, 149, 149, 149, 105, 105, 105, 149, 149, 149,
    })]
    public void ResizeAsPillow_small_pictures_agree_with_pillow_to_the_bit(
        int fromWidth, int fromHeight, int width, int height, int[] expected)
    {
        Picture resized = Resampler.ResizeAsPillow(Pixels.Picture(fromWidth, fromHeight), width, height);

        Assert.Equal(expected, Bytes(resized).Select(value => (int)value));
    }

    // SHA-256 of the planes that Pillow 9.4 makes of larger ones, by the same call.
    [Theory]
    [InlineData(200, 150, 83, 61, "ee1a6941cea76789912a7d093d9eff5beeec6009df46a771b60e02b5f13c4d34")]
    [InlineData(83, 61, 200, 150, "b1d7a72116e049f04bbec13c57957b96029c42f5d9f4b51cc909028445a76d02")]
    [InlineData(300, 200, 1, 1, "32f47c386471539c92d28c712c8249939937684e1dc0e4e95dff549bfaa12da6")]
    public void ResizeAsPillow_larger_pictures_agree_with_pillow_to_the_bit(
        int fromWidth, int fromHeight, int width, int height, string sha256)
    {
        Picture resized = Resampler.ResizeAsPillow(Pixels.Picture(fromWidth, fromHeight), width, height);

        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(Bytes(resized))));
    }

    private static byte[] Bytes(Picture picture) => [.. picture.Pixels.Select(value => (byte)Math.Round(value * 255))];
}
