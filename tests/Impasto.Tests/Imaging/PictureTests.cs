using Impasto.Imaging;

namespace Impasto.Tests.Imaging;

public sealed class PictureTests
{
    [Fact]
    public void New_wrong_lengths_are_refused_with_both_numbers()
    {
        Assert.Contains(
            "Expected 3 x 2 x 4 values, got 23.",
            Assert.Throws<ArgumentException>(() => new Picture(4, 2, new float[23])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Expected 2 x 4 values, got 7.",
            Assert.Throws<ArgumentException>(() => new Picture(4, 2, new float[24], new float[7])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    public void New_no_size_is_refused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(width, height, []));

    [Fact]
    public void Crop_takes_the_rectangle_of_every_plane_and_of_alpha()
    {
        // Every value tells its plane, row and column.
        float[] pixels =
        [
            .. from c in Enumerable.Range(0, 3)
               from y in Enumerable.Range(0, 4)
               from x in Enumerable.Range(0, 5)
               select (100f * c) + (10 * y) + x,
        ];

        Picture cut = new Picture(5, 4, pixels, pixels[..20]).Crop(2, 1, 3, 2);

        Assert.Equal([12, 13, 14, 22, 23, 24, 112, 113, 114, 122, 123, 124, 212, 213, 214, 222, 223, 224], cut.Pixels);
        Assert.Equal([12, 13, 14, 22, 23, 24], cut.Alpha!);
    }

    [Theory]
    [InlineData(-1, 0, 1, 1)]
    [InlineData(0, 0, 6, 1)]
    [InlineData(4, 0, 2, 1)]
    [InlineData(0, 3, 1, 2)]
    [InlineData(0, 0, 0, 1)]
    public void Crop_beyond_the_picture_is_refused(int x, int y, int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(5, 4, new float[60]).Crop(x, y, width, height));
}
