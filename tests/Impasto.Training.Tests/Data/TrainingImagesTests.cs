using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Training.Data;
using NetVips;

namespace Impasto.Training.Tests.Data;

public sealed class TrainingImagesTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_reads_every_format_that_pictures_have()
    {
        using Image red = Image.Black(70, 65, bands: 3) + new double[] { 200, 30, 60 };
        using Image bytes = red.Cast(Enums.BandFormat.Uchar);
        bytes.Pngsave(_folder.File("a.png"));
        bytes.Gifsave(_folder.File("b.gif"));
        File.WriteAllBytes(
            _folder.File("c.ppm"), [.. "P6 70 65 255\n"u8, .. bytes.WriteToMemory<byte>()]);
        bytes.Heifsave(_folder.File("d.avif"), compression: Enums.ForeignHeifCompression.Av1, lossless: true);

        IReadOnlyList<TrainingImage> images = TrainingImages.Load([_folder.Path], 2, new Refusal());

        Assert.Equal(4, images.Count);
        Assert.All(images, image =>
        {
            Assert.Equal((70, 65), (image.Width, image.Height));
            Assert.InRange(image.Pixels[0], 198, 202);
            Assert.InRange(image.Pixels[1], 28, 32);
            Assert.InRange(image.Pixels[^1], 58, 62);
        });
    }

    [Fact]
    public void Load_makes_large_pictures_smaller_and_keeps_their_shape()
    {
        PictureWriter.Write(TestPictures.Noise(1500, 1200, seed: 1), _folder.File("a.png"));

        TrainingImage image = Assert.Single(TrainingImages.Load([_folder.Path], 1));

        Assert.Equal((640, 512, 3 * 640 * 512), (image.Width, image.Height, image.Pixels.Length));
        // The mean of noise from 0 to 1.
        Assert.InRange(image.Pixels.Average(value => value), 120, 135);
    }

    [Fact]
    public void Load_says_once_what_it_leaves_out()
    {
        PictureWriter.Write(TestPictures.Noise(80, 72, seed: 1), _folder.File("a.png"));
        PictureWriter.Write(TestPictures.Noise(80, 60, seed: 1), _folder.File("b.png"));
        File.WriteAllText(_folder.File("c.jpg"), "words");
        File.WriteAllText(_folder.File("d.heic"), "words");
        File.WriteAllText(_folder.File("e.txt"), "words");
        var notes = new Notes();

        Assert.Single(TrainingImages.Load([_folder.Path], 2, notes));

        Assert.Equal(
            [
                $"3 of 4 pictures are left out; the first: '{_folder.File("b.png")}' has 80 x 60 pixels, fewer than 64 "
                + "on a side.",
            ],
            notes.Lines);
    }

    [Fact]
    public void Load_of_nothing_usable_says_why()
    {
        File.WriteAllText(_folder.File("c.jpg"), "words");

        PictureException failure = Assert.Throws<PictureException>(() => TrainingImages.Load([_folder.Path], 1));

        Assert.StartsWith(
            $"There is no usable picture in {_folder.Path}: expected some of 64 pixels or more a side; the first of 1: "
            + $"'{_folder.File("c.jpg")}' can't be read: ",
            failure.Message,
            StringComparison.Ordinal);
    }

    private sealed class Notes : IProgress<string>
    {
        public List<string> Lines { get; } = [];

        public void Report(string value) => Lines.Add(value);
    }

    private sealed class Refusal : IProgress<string>
    {
        public void Report(string value) => Assert.Fail(value);
    }
}
