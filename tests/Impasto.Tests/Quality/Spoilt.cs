using Impasto.Imaging;

namespace Impasto.Tests.Quality;

/// <summary>Pictures with one artefact put in by hand.</summary>
internal static class Spoilt
{
    /// <summary>The picture with one of border, speckle, spots, saturated, grid.</summary>
    public static Picture By(string artefact, Picture picture)
    {
        var random = new Random(4);
        bool[] blobs = Blobs(picture.Width, picture.Height, random);
        return artefact switch
        {
            "border" => Change(
                picture,
                (value, x, y) => x == 0 || y == 0 || x == picture.Width - 1 || y == picture.Height - 1
                    ? 0.6 * value
                    : value),
            "speckle" => Change(picture, (value, _, _) => value + (0.16 * (random.NextDouble() - 0.5))),
            "spots" => Change(picture, (value, x, y) => blobs[(y * picture.Width) + x] ? 0.98 : value),
            "saturated" => Change(picture, (value, _, _) => 0.5 + (2 * (value - 0.5))),
            "grid" => Change(picture, (value, x, y) => value + ((x + y) % 2 == 0 ? 0.02 : -0.02)),
            _ => throw new ArgumentOutOfRangeException(nameof(artefact)),
        };
    }

    // Squares of 4 x 4 on a 25th of the picture.
    private static bool[] Blobs(int width, int height, Random random)
    {
        bool[] blobs = new bool[width * height];
        for (int blob = 0; blob < width * height / 400; blob++)
        {
            (int left, int top) = (random.Next(width - 4), random.Next(height - 4));
            for (int y = top; y < top + 4; y++)
                blobs.AsSpan((y * width) + left, 4).Fill(true);
        }

        return blobs;
    }

    private static Picture Change(Picture picture, Func<double, int, int, double> change)
    {
        int width = picture.Width, plane = width * picture.Height;
        return new Picture(
            width,
            picture.Height,
            [.. picture.Pixels.Select((value, i) => (float)change(value, i % width, i % plane / width))]);
    }
}
