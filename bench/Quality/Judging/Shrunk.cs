using Impasto.Imaging;

namespace Impasto.Bench.Quality.Judging;

/// <summary>A picture at full size, half, a quarter and so on.</summary>
internal static class Shrunk
{
    // Fewer patches than 100 say little.
    private const int LeastSide = 16;

    /// <summary>The first levels, as many as are large enough; at least one.</summary>
    public static IReadOnlyList<Picture> Levels(Picture picture, int count)
    {
        List<Picture> levels = [picture];
        while (levels.Count < count && Math.Min(levels[^1].Width, levels[^1].Height) >= 2 * LeastSide)
            levels.Add(Half(levels[^1]));
        return levels;
    }

    /// <summary>The same levels as what each adds to the next, the last one whole: a Laplacian pyramid.</summary>
    /// <remarks>
    /// With G_0 the picture and G_k+1 half of G_k, level k is G_k - enlarged G_k+1. Source: Burt and Adelson, "The
    /// Laplacian pyramid as a compact image code", 1983. Differs from the paper: bicubic instead of a Gaussian.
    /// </remarks>
    public static IReadOnlyList<Picture> Bands(Picture picture, int count)
    {
        IReadOnlyList<Picture> levels = Levels(picture, count);
        return [.. levels.SkipLast(1).Zip(levels.Skip(1), Difference), levels[^1]];
    }

    private static Picture Half(Picture picture) =>
        Resampler.Resize(picture, Math.Max(1, picture.Width / 2), Math.Max(1, picture.Height / 2));

    private static Picture Difference(Picture fine, Picture coarse)
    {
        Picture enlarged = Resampler.Resize(coarse, fine.Width, fine.Height);
        return new Picture(
            fine.Width, fine.Height, [.. fine.Pixels.Zip(enlarged.Pixels, (mine, theirs) => mine - theirs)]);
    }
}
