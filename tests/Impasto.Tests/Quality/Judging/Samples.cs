using Impasto.Imaging;

namespace Impasto.Tests.Quality.Judging;

/// <summary>The project's own pictures, small enough for quick tests.</summary>
internal static class Samples
{
    private const int Longer = 160;

    /// <summary>A sample with values of 8 bits, as a file of a result has.</summary>
    public static Picture Named(string name) => Planted.EightBits(HardPictures.Resized(
        new PictureReader().Read(Path.Combine(Repository.Root, "samples", "pictures", name + ".jpg")),
        new StylizeOptions { Sizing = new() { Size = Longer } }));

    /// <summary>The left half of a painting: with the right one, two paintings by the same hand.</summary>
    public static Picture Left(Picture picture) => picture.Crop(0, 0, picture.Width / 2, picture.Height);

    public static Picture Right(Picture picture) =>
        picture.Crop(picture.Width - (picture.Width / 2), 0, picture.Width / 2, picture.Height);

    /// <summary>The picture without its colours.</summary>
    public static Picture Grey(Picture picture)
    {
        float[] grey = picture.Luminance();
        return Planted.EightBits(new Picture(picture.Width, picture.Height, [.. grey, .. grey, .. grey]));
    }
}
