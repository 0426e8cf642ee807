using Impasto.Bench.Quality.Judging;
using Impasto.Imaging;

namespace Impasto.Tests.Quality.Judging;

public sealed class BlindSheetTests
{
    [Fact]
    public void Of_has_four_pictures_of_the_results_height_with_white_between()
    {
        Picture sheet = BlindSheet.Of(Flat(20, 10, 0.1f), Flat(10, 10, 0.2f), Flat(10, 20, 0.3f), Flat(10, 20, 0.4f));

        Assert.Equal(new PictureSize(40 + 20 + 10 + 10 + 24, 20), sheet.Size);
        float[] row = sheet.Pixels[..sheet.Width];
        Assert.Equal(
            [0.1f, 1, 0.2f, 1, 0.3f, 1, 0.4f], new[] { 10, 44, 58, 72, 81, 90, 99 }.Select(column => row[column]));
    }

    // By chance, both sides take part: 100 pairs leave a side to fewer than 30 once in 60,000 seeds.
    [Fact]
    public void IsFirstLeft_is_chance_that_stays()
    {
        bool[] sides = [.. Enumerable.Range(0, 100).Select(pair => BlindSheet.IsFirstLeft($"pair{pair}", 1))];

        Assert.InRange(sides.Count(isLeft => isLeft), 30, 70);
        Assert.Equal(sides, Enumerable.Range(0, 100).Select(pair => BlindSheet.IsFirstLeft($"pair{pair}", 1)));
        Assert.NotEqual(sides, Enumerable.Range(0, 100).Select(pair => BlindSheet.IsFirstLeft($"pair{pair}", 2)));
    }

    private static Picture Flat(int width, int height, float value) => TestPictures.Flat(width, height, value);
}
