using Impasto.Bench.Quality.Judging;
using Impasto.Imaging;

namespace Impasto.Tests.Quality.Judging;

/// <summary>
/// Pictures with one fault put in on purpose, as strong as asked; strength 0 gives the picture itself.
/// </summary>
internal static class Planted
{
    private const int Seed = 7;

    /// <summary>The picture as a file of 8 bits holds it.</summary>
    public static Picture EightBits(Picture picture) => new(
        picture.Width,
        picture.Height,
        [.. picture.Pixels.Select(value => MathF.Round(Math.Clamp(value, 0, 1) * 255) / 255f)]);

    /// <summary>Blurred by that many pixels.</summary>
    public static Picture Blur(Picture picture, double deviation) => deviation == 0 ? picture : Of(
        picture, [.. Channels(picture).Select(channel => channel.Smooth(deviation))]);

    /// <summary>Noise of every pixel on its own, the same in all channels.</summary>
    public static Picture Grain(Picture picture, double strength)
    {
        var random = new Random(Seed);
        int plane = picture.Width * picture.Height;
        double[] noise = [.. Enumerable.Range(0, plane).Select(_ => random.NextDouble() - 0.5)];
        return Change(picture, (value, i) => value + (strength * noise[i % noise.Length]));
    }

    /// <summary>Red moved to the right and blue to the left.</summary>
    public static Picture Fringes(Picture picture, int shift)
    {
        Plane[] channels = Channels(picture);
        return Of(picture, [Moved(channels[0], -shift), channels[1], Moved(channels[2], shift)]);

        static Plane Moved(Plane plane, int by) => new(
            plane.Width,
            plane.Height,
            [.. Enumerable.Range(0, plane.Values.Length).Select(
                i => plane.At((i % plane.Width) + by, i / plane.Width))]);
    }

    /// <summary>A piece of another picture in the upper left, of that share of both sides.</summary>
    public static Picture Piece(Picture picture, Picture other, double share)
    {
        Picture piece = Resampler.Resize(other, picture.Width, picture.Height);
        int width = (int)(share * picture.Width), height = (int)(share * picture.Height);
        int plane = picture.Width * picture.Height;
        return Change(picture, (value, i) =>
            i % picture.Width < width && i % plane / picture.Width < height ? piece.Pixels[i] : value);
    }

    /// <summary>All right of the middle lighter or darker by a third, over that share of the rows.</summary>
    public static Picture SheetEdge(Picture picture, double share)
    {
        int plane = picture.Width * picture.Height;
        return Change(picture, (value, i) =>
            i % picture.Width >= picture.Width / 2 && i % plane / picture.Width < share * picture.Height
                ? (0.4 * value) + 0.6
                : value);
    }

    /// <summary>The upper part of that share melts into one blur.</summary>
    public static Picture LostContours(Picture picture, double share)
    {
        Picture blurred = Blur(picture, picture.Size.Longer / 12.0);
        int plane = picture.Width * picture.Height;
        return Change(picture, (value, i) =>
            i % plane / picture.Width < share * picture.Height ? blurred.Pixels[i] : value);
    }

    /// <summary>More red and blue, less green.</summary>
    public static Picture Magenta(Picture picture, double strength)
    {
        int plane = picture.Width * picture.Height;
        return Change(picture, (value, i) => value + (i / plane == 1 ? -strength : strength / 2));
    }

    /// <summary>Lines along the edge, light and dark by turns, three pixels deep.</summary>
    public static Picture Border(Picture picture, double strength)
    {
        int plane = picture.Width * picture.Height;
        return Change(picture, (value, i) =>
        {
            int x = i % picture.Width, y = i % plane / picture.Width;
            int depth = Math.Min(Math.Min(x, picture.Width - 1 - x), Math.Min(y, picture.Height - 1 - y));
            return depth < 3 ? value + (depth % 2 == 0 ? strength : -strength) : value;
        });
    }

    /// <summary>A wave along the rows that repeats after so many pixels.</summary>
    public static Picture Pattern(Picture picture, int period, double strength) => Change(
        picture,
        (value, i) => value + (strength * Math.Cos(2 * Math.PI * (i % picture.Width) / period)));

    private static Plane[] Channels(Picture picture)
    {
        int plane = picture.Width * picture.Height;
        return [.. picture.Pixels.Chunk(plane).Select(values => new Plane(picture.Width, picture.Height, values))];
    }

    private static Picture Of(Picture picture, Plane[] channels) => EightBits(
        new Picture(picture.Width, picture.Height, [.. channels.SelectMany(channel => channel.Values)]));

    private static Picture Change(Picture picture, Func<double, int, double> change) => EightBits(new Picture(
        picture.Width, picture.Height, [.. picture.Pixels.Select((value, i) => (float)change(value, i))]));
}
