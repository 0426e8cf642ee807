using System.Numerics;
using Impasto.Imaging;

namespace Impasto.Bench.Quality.Judging;

/// <summary>The squares of 7 x 7 pixels in a picture, each as 147 numbers: red, green and blue rows.</summary>
/// <remarks>Copies are followed by zeros, so that whole vectors hold them.</remarks>
internal sealed class Patches(Picture picture)
{
    public const int Side = 7;
    public const int Values = 3 * Side * Side;

    /// <summary>Length of a copy.</summary>
    public const int Padded = 160;

    private readonly int _columns = picture.Width - Side + 1;
    private readonly int _rows = picture.Height - Side + 1;

    /// <summary>How many there are, at every pixel that has a whole square.</summary>
    public int Count => Math.Max(0, _columns) * Math.Max(0, _rows);

    /// <summary>Writes one, by its index from 0 to <see cref="Count"/>.</summary>
    public void Copy(int index, Span<float> target)
    {
        for (int line = 0; line < 3 * Side; line++)
            Row(index, line).CopyTo(target[(line * Side)..]);
    }

    /// <summary>One of the 21 rows of a patch, 7 values.</summary>
    public ReadOnlySpan<float> Row(int index, int line)
    {
        int x = index % _columns, y = (index / _columns) + (line % Side);
        return picture.Pixels.AsSpan((((line / Side * picture.Height) + y) * picture.Width) + x, Side);
    }

    /// <summary>Sum of products; lengths are multiples of 16, as copies' are.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i < a.Length; i += Vector<float>.Count)
            sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        return Vector.Sum(sum);
    }

    /// <summary>Indices spread evenly over the picture, always the same for its size.</summary>
    /// <remarks>
    /// Point i lies at the fractions of i / g and i / g^2 of the width and height, g = 1.3247 with g^3 = g + 1. Source:
    /// Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018.
    /// </remarks>
    public int[] Spread(int count)
    {
        const double g = 1.32471795724474602596;
        return [.. Enumerable.Range(1, count).Select(
            i => ((int)(i / (g * g) % 1 * _rows) * _columns) + (int)(i / g % 1 * _columns))];
    }
}
