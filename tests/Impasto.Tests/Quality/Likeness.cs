using Impasto.Color;
using Impasto.Imaging;

namespace Impasto.Tests.Quality;

/// <summary>
/// How alike a preview and the same picture made larger look; the larger one is brought to the preview's size first.
/// </summary>
/// <param name="Mean">
/// Distance of the mean colours, in steps of 8 bits: 255 times the Euclidean distance in sRGB.
/// </param>
/// <param name="Covariance">
/// |C - C'| / |C'| of the colours' covariances (Frobenius norms), C' the larger picture's.
/// </param>
/// <param name="Structure">
/// Correlation of both at 32 pixels' width, over all values, each channel less its mean; 1 for the same forms and
/// colours.
/// </param>
internal sealed record Likeness(double Mean, double Covariance, double Structure)
{
    private const int Coarse = 32;

    /// <summary>Compares a preview with the larger picture, both as files hold them.</summary>
    public static Likeness Of(Picture preview, Picture larger)
    {
        Picture cut = Cut(preview), shrunk = Resampler.Resize(Cut(larger), preview.Width, preview.Height);
        ColorStatistics found = ColorStatistics.Of(cut.Pixels, null), wanted = ColorStatistics.Of(shrunk.Pixels, null);
        return new Likeness(
            255 * Norm(Difference(found.Mean, wanted.Mean)),
            Norm(Difference(found.Covariance, wanted.Covariance)) / Norm(wanted.Covariance),
            Correlation(Forms(cut), Forms(shrunk)));
    }

    private static Picture Cut(Picture picture) =>
        new(picture.Width, picture.Height, [.. picture.Pixels.Select(value => Math.Clamp(value, 0, 1))]);

    private static double[] Forms(Picture picture)
    {
        int height = Math.Max(1, (int)Math.Round((double)Coarse * picture.Height / picture.Width));
        return [.. Resampler.Resize(picture, Coarse, height).Pixels.Chunk(Coarse * height).SelectMany(channel =>
        {
            double mean = channel.Average(value => (double)value);
            return channel.Select(value => value - mean);
        })];
    }

    private static double Correlation(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum() / (Norm(a) * Norm(b));

    private static IEnumerable<double> Difference(double[] a, double[] b) => a.Zip(b, (x, y) => x - y);

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}
