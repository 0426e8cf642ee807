using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Video.Frames;

namespace Impasto.Video.Tests.Frames;

/// <summary>Folders of numbered pictures, and rates: all that needs no ffmpeg.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frames_with_alpha_come_back_in_the_order_of_their_numbers()
    {
        string folder = _folder.File("out");
        Picture[] frames = [TestPictures.Ramp(6, 4), TestPictures.Ramp(6, 4), TestPictures.Ramp(6, 4)];
        for (int i = 0; i < frames.Length; i++)
            frames[i].Pixels[0] = i / 255f;
        using (PictureFolderWriter writer = new(folder, names: ["shot-9", "shot-10", "shot-011"]))
        {
            foreach (Picture frame in frames)
                writer.Write(frame);
            writer.Finish();
        }

        File.WriteAllText(Path.Combine(folder, "notes.txt"), "not a picture");
        File.WriteAllText(Path.Combine(folder, ".hidden.png"), "");
        using PictureFolderReader reader = new(folder, new FrameRate(12));

        Assert.Equal(3, reader.Count);
        Assert.Equal(["shot-9.png", "shot-10.png", "shot-011.png"], reader.Files.Select(Path.GetFileName));
        for (int i = 0; i < 3; i++)
        {
            Picture frame = reader.Read()!;
            Assert.Equal(i / 255f, frame.Pixels[0], 5);
            Assert.All(frames[i].Alpha!.Zip(frame.Alpha!), pair => Assert.Equal(pair.First, pair.Second, 0.003f));
        }

        Assert.Null(reader.Read());
    }

    [Fact]
    public void Frames_without_names_are_numbered_and_not_replaced()
    {
        using (PictureFolderWriter writer = new(_folder.Path))
        {
            writer.Write(TestPictures.Flat(3, 3, 0));
            writer.Write(TestPictures.Flat(3, 3, 1));
        }

        Assert.Equal(["000001.png", "000002.png"], _folder.Names());
        Assert.True(Assert.Throws<FileException>(() => new PictureFolderWriter(_folder.Path)).AlreadyExists);
        using PictureFolderWriter again = new(_folder.Path, options: new PictureWriteOptions { Overwrite = true });
        again.Write(TestPictures.Flat(3, 3, 0.5f));
    }

    [Fact]
    public void Frames_follow_those_of_an_earlier_writer()
    {
        using PictureFolderWriter writer = new(_folder.Path) { Start = 7 };

        writer.Write(TestPictures.Flat(3, 3, 0));

        Assert.Equal((8, "000008.png"), (writer.FramesWritten, Assert.Single(_folder.Names())));
    }

    [Fact]
    public void Picture_of_another_size_is_named()
    {
        PictureWriter.Write(TestPictures.Flat(3, 3, 0), _folder.File("1.png"));
        PictureWriter.Write(TestPictures.Flat(4, 3, 0), _folder.File("2.png"));
        using PictureFolderReader reader = new(_folder.Path);
        reader.Read();

        Assert.Equal(
            $"The clip '{_folder.Path}' can't be read: '2.png' has 4 x 3 pixels, the pictures before it 3 x 3.",
            Assert.Throws<ClipException>(() => reader.Read()).Message);
    }

    [Theory]
    [InlineData("missing", "there is no such folder")]
    [InlineData("", "it has no pictures")]
    public void Folder_without_pictures_is_refused(string name, string why)
    {
        string folder = name.Length > 0 ? _folder.File(name) : _folder.Path;

        Assert.Equal(
            $"The clip '{folder}' can't be read: {why}.",
            Assert.Throws<ClipException>(() => new PictureFolderReader(folder)).Message);
    }

    [Theory]
    [InlineData("25", 25, 1)]
    [InlineData("30000/1001", 30000, 1001)]
    [InlineData("29.97", 30000, 1001)]
    [InlineData("23.976", 24000, 1001)]
    [InlineData("12.5", 12500, 1000)]
    [InlineData("29.9", 30000, 1001)]
    [InlineData("0", 0, 0)]
    [InlineData("25/0", 0, 0)]
    [InlineData("-5", 0, 0)]
    [InlineData("2000", 0, 0)]
    [InlineData("fast", 0, 0)]
    [InlineData(null, 0, 0)]
    public void Rate_is_read(string? text, int numerator, int denominator)
    {
        bool isRate = FrameRate.TryParse(text, out FrameRate rate);

        Assert.Equal(numerator > 0, isRate);
        if (isRate)
            Assert.Equal(new FrameRate(numerator, denominator), rate);
    }
}
