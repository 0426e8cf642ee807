using Impasto.Imaging;

namespace Impasto.Tests.Imaging;

public sealed class PictureTests
{
    [Fact]
    public void New_wrong_lengths_are_refused_with_both_numbers()
    {
        Assert.Contains("Expected 3 x 2 x 4 values, got 23.", Assert.Throws<ArgumentException>(() => new Picture(4, 2, new float[23])).Message, StringComparison.Ordinal);
        Assert.Contains("Expected 2 x 4 values, got 7.", Assert.Throws<ArgumentException>(() => new Picture(4, 2, new float[24], new float[7])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    public void New_no_size_is_refused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Picture(width, height, []));
}
