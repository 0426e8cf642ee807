using Impasto.Imaging;

namespace Impasto.Tests.Quality;

/// <summary>
/// Pictures at which style transfer shows its faults, each 128 x 96, and small versions of the samples.
/// </summary>
internal static class HardPictures
{
    public const int Width = 128;
    public const int Height = 96;

    /// <summary>The picture of that name.</summary>
    public static Picture Named(string name) => name switch
    {
        "grey" => Draw((_, _) => (0.5, 0.5, 0.5)),
        "black" => Draw((_, _) => (0, 0, 0)),
        "red" => Draw((_, _) => (0.7, 0.15, 0.1)),
        "sky" => Draw((_, y) => (0.35 + (0.4 * y / Height), 0.55 + (0.3 * y / Height), 0.9)),
        "stripes" => Draw((x, _) => x / 8 % 2 == 0 ? (0.05, 0.05, 0.1) : (0.95, 0.9, 0.8)),
        "checker" => Draw((x, y) => ((x / 8) + (y / 8)) % 2 == 0 ? (0.05, 0.05, 0.05) : (0.95, 0.95, 0.95)),
        "white-border" => WhiteBorder(Named("cat")),
        _ => Sample(name),
    };

    /// <summary>A grey picture by a formula of columns and rows.</summary>
    public static Picture Draw(Func<int, int, double> grey) => Draw((x, y) => (grey(x, y), grey(x, y), grey(x, y)));

    /// <summary>A picture as it goes into the last scale of a run.</summary>
    public static Picture Resized(Picture picture, StylizeOptions options)
    {
        (int width, int height) = options.ResultSize(picture.Size);
        return Resampler.Resize(picture, width, height);
    }

    private static Picture Sample(string name) => Resized(
        new PictureReader().Read(Path.Combine(Repository.Root, "samples", "pictures", name + ".jpg")),
        new StylizeOptions { Sizing = new() { Size = Width } });

    private static Picture WhiteBorder(Picture picture)
    {
        float[] pixels = [.. picture.Pixels];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % picture.Width, y = i / picture.Width % picture.Height;
            if (x < 8 || y < 8 || x >= picture.Width - 8 || y >= picture.Height - 8)
                pixels[i] = 1;
        }

        return new Picture(picture.Width, picture.Height, pixels);
    }

    private static Picture Draw(Func<int, int, (double Red, double Green, double Blue)> colour)
    {
        float[] pixels = new float[3 * Width * Height];
        for (int i = 0; i < Width * Height; i++)
        {
            (double red, double green, double blue) = colour(i % Width, i / Width);
            pixels[i] = (float)red;
            pixels[i + (Width * Height)] = (float)green;
            pixels[i + (2 * Width * Height)] = (float)blue;
        }

        return new Picture(Width, Height, pixels);
    }
}
