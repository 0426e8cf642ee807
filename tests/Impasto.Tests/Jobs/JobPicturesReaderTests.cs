using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Records;
using Impasto.Tests.Imaging;
using NetVips;

namespace Impasto.Tests.Jobs;

/// <summary>A run decodes as much of a picture as it needs.</summary>
public sealed class JobPicturesReaderTests
{
    private static readonly RecordedPicture Photo = new("photo.png"), Painting = new("painting.png");

    [Theory]
    [InlineData(1600, 1600, 100, 400)]
    [InlineData(1600, 1600, 101, 800)]
    [InlineData(1700, 850, 100, 850)]
    [InlineData(800, 800, 100, 400)]
    [InlineData(799, 799, 100, 799)]
    // A panorama is not made lower than the result may need it.
    [InlineData(3000, 700, 100, 3000)]
    public void Reader_leaves_four_times_the_size(int width, int height, int size, int expected)
    {
        Assert.Equal(expected, Decoded(new PictureSize(width, height), Record(size), Photo).Size.Longer);
        Assert.Equal(expected, Decoded(new PictureSize(height, width), Record(size), Painting).Size.Longer);
    }

    [Fact]
    public void Reader_does_not_change_the_size_of_the_result()
    {
        RunRecord record = Record(100);
        for (int height = 800; height < 840; height++)
        {
            var size = new PictureSize(1207, height);
            Picture picture = Decoded(size, record, Photo);
            Assert.True(picture.Width <= 1207);
            Assert.Equal(record.Options.ResultSize(size), record.Options.ResultSize(picture.Size));
        }
    }

    [Fact]
    public void Reader_takes_the_size_and_scale_of_paintings_into_account()
    {
        RunRecord record = Record(100);
        record = record with
        {
            Options = record.Options with { Sizing = record.Options.Sizing with { StyleScale = 2 } },
        };

        Assert.Equal(1600, Decoded(new PictureSize(1599, 1600), record, Painting).Height);
        Assert.Equal(800, Decoded(new PictureSize(1600, 1600), record, Painting).Height);
    }

    [Fact]
    public void Reader_reads_all_pixels_where_a_recipe_resizes_like_pillow_and_without_a_size()
    {
        RunRecord record = Record(100);
        RunRecord pillow = record with
        {
            Options = record.Options with { Sizing = record.Options.Sizing with { Resize = ResizeMode.Pillow } },
        };
        RunRecord own = record with
        {
            Options = record.Options with { Sizing = record.Options.Sizing with { Size = null } },
        };

        Assert.Equal(900, Decoded(new PictureSize(900, 900), pillow, Photo).Width);
        Assert.Equal(900, Decoded(new PictureSize(900, 900), own, Photo).Width);
    }

    [Fact]
    public void Reader_reads_all_pixels_of_masks()
    {
        var mask = new RecordedPicture("map.png");
        RunRecord record = Record(100) with
        {
            Regions = [new RecordedRegion(new RecordedMask(mask), [new RecordedStyle(Painting, 1)])],
        };

        Assert.Equal(900, Decoded(new PictureSize(900, 900), record, mask).Width);
        Assert.Equal(450, Decoded(new PictureSize(900, 900), record, Painting).Width);
    }

    [Fact]
    public void Reader_reads_all_pixels_of_a_painting_whose_rectangle_counts()
    {
        RunRecord record = Record(100) with
        {
            Styles = [new RecordedStyle(Painting, 1) { Area = new PictureArea(10, 20, 500, 500) }],
        };

        Assert.Equal(900, Decoded(new PictureSize(900, 900), record, Painting).Width);
        Assert.Equal(450, Decoded(new PictureSize(900, 900), record, Photo).Width);
    }

    private static RunRecord Record(int size)
    {
        StylizeOptions options = new();
        return new RunRecord
        {
            Options = options with { Sizing = options.Sizing with { Size = size } },
            Content = Photo,
            Styles = [new RecordedStyle(Painting, 1)],
        };
    }

    private static Picture Decoded(PictureSize size, RunRecord record, RecordedPicture picture)
    {
        using Image image = Pixels.Flat(size.Width, size.Height, [200, 100, 50]);
        Picture read = JobPictures.Reader(record, picture).Decode(image.PngsaveBuffer(compression: 1), picture.Name);
        Assert.Equal(200, read.Pixels[0] * 255, 0.01);
        return read;
    }
}
