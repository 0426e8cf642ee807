using System.Globalization;
using System.Text;
using Impasto.Imaging;

namespace Impasto.Bench.Quality;

/// <summary>The figures of one pair's picture in one pass.</summary>
/// <param name="Fine">The default recipe's picture under the teacher.</param>
/// <param name="Quick">The picture in one pass under the teacher.</param>
/// <param name="UsualSpeckle">Speckle of the photograph or the painting, the rougher one.</param>
/// <param name="Speckle">Speckle of the picture.</param>
/// <param name="Grids">Power at periods 2, 4, 8, over that of photograph or painting.</param>
/// <param name="Truth">How like the default recipe's picture it is.</param>
/// <param name="Restored">PSNR at strength 0 against the photograph, in dB.</param>
/// <param name="Same">PSNR of the painting after itself, in dB.</param>
internal sealed record GlanceFigures(
    Measurement Fine,
    Measurement Quick,
    double UsualSpeckle,
    double Speckle,
    IReadOnlyList<double> Grids,
    (double Correlation, double Mean, double Covariance) Truth,
    double Restored,
    double Same)
{
    private const int Channels = 3;

    /// <summary>The columns.</summary>
    public const string Head = "fine_style,fine_content,style,content,style_ratio,content_ratio,speckle_ratio,period2,"
        + "period4,period8,correlation,mean_difference,covariance_difference,psnr_strength_0,psnr_painting";

    private double[] Values =>
    [
        Fine.StyleDistance, Fine.ContentDistance, Quick.StyleDistance, Quick.ContentDistance,
        Quick.StyleDistance / Fine.StyleDistance, Quick.ContentDistance / Fine.ContentDistance,
        Speckle / UsualSpeckle, .. Grids, Truth.Correlation, Truth.Mean, Truth.Covariance, Restored, Same,
    ];

    /// <summary>The figures with commas between.</summary>
    public string ToCsv() =>
        string.Join(',', Values.Select(value => value.ToString("0.0000", CultureInfo.InvariantCulture)));

    /// <summary>Median, least and largest of every column.</summary>
    public static string Summary(IReadOnlyList<GlanceFigures> pairs)
    {
        var text = new StringBuilder("| figure | median | least | largest |\n|---|---|---|---|\n");
        string[] names = Head.Split(',');
        for (int i = 0; i < names.Length; i++)
        {
            double[] sorted = [.. pairs.Select(pair => pair.Values[i]).Order()];
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {names[i]} | {sorted[sorted.Length / 2]:0.000} | {sorted[0]:0.000} | {sorted[^1]:0.000} |\n");
        }

        return text.ToString();
    }

    /// <summary>
    /// Correlation of all values at a small size; largest difference of a colour's mean, in 255ths; Frobenius norm of
    /// the covariances' difference over that of the second one's.
    /// </summary>
    public static (double Correlation, double Mean, double Covariance) TruthOf(Picture one, Picture other, int side)
    {
        (double[] first, double[,] firstSpread) = Moments(one);
        (double[] second, double[,] secondSpread) = Moments(other);
        double difference = 0, whole = 0;
        for (int i = 0; i < Channels; i++)
        {
            for (int j = 0; j < Channels; j++)
            {
                difference += Math.Pow(firstSpread[i, j] - secondSpread[i, j], 2);
                whole += Math.Pow(secondSpread[i, j], 2);
            }
        }

        return (
            Correlation(Small(one, side), Small(other, side)),
            255 * first.Zip(second, (a, b) => Math.Abs(a - b)).Max(),
            Math.Sqrt(difference / Math.Max(1e-12, whole)));
    }

    /// <summary>10 log10(1 / mean squared error).</summary>
    public static double Psnr(Picture one, Picture other) =>
        -10 * Math.Log10(one.Pixels.Zip(other.Pixels, (a, b) => Math.Pow(a - b, 2)).Average());

    private static float[] Small(Picture picture, int side)
    {
        double scale = (double)side / picture.Size.Longer;
        return Resampler.Resize(
            picture,
            Math.Max(1, (int)Math.Round(picture.Width * scale)),
            Math.Max(1, (int)Math.Round(picture.Height * scale))).Pixels;
    }

    private static double Correlation(float[] one, float[] other)
    {
        double first = one.Average(), second = other.Average();
        double both = one.Zip(other, (a, b) => (a - first) * (b - second)).Sum();
        return both / Math.Sqrt(
            one.Sum(a => Math.Pow(a - first, 2)) * other.Sum(b => Math.Pow(b - second, 2)));
    }

    private static (double[] Mean, double[,] Covariance) Moments(Picture picture)
    {
        int plane = picture.Width * picture.Height;
        var mean = new double[Channels];
        var covariance = new double[Channels, Channels];
        for (int c = 0; c < Channels; c++)
            mean[c] = picture.Pixels.AsSpan(c * plane, plane).ToArray().Average(value => (double)value);
        for (int c = 0; c < Channels; c++)
        {
            for (int d = 0; d < Channels; d++)
            {
                double sum = 0;
                for (int i = 0; i < plane; i++)
                    sum += (picture.Pixels[(c * plane) + i] - mean[c]) * (picture.Pixels[(d * plane) + i] - mean[d]);
                covariance[c, d] = sum / plane;
            }
        }

        return (mean, covariance);
    }
}
