using Impasto.Imaging;

namespace Impasto.Video.Flow.Planes;

/// <summary>Interpolation by a windowed sinc of 6 x 6 values, which keeps fine strokes that a cubic softens.</summary>
/// <remarks>
/// w(t) = sinc(t) sinc(t / 3) for |t| below 3, divided by the sum of the six weights, so that one colour stays that
/// colour. Places are rounded to 1/1024 pixel. Source: Duchon, "Lanczos Filtering in One and Two Dimensions", 1979.
/// </remarks>
internal static class Lanczos
{
    private const int Taps = 6;

    // Values before the one at or before a place.
    private const int Before = 2;

    private const int Phases = 1024;

    private static readonly float[] Table = Tabulate();

    /// <summary>The value of a plane of height x width at a place; one outside is moved to the nearest edge.</summary>
    public static float At(ReadOnlySpan<float> plane, PictureSize size, float x, float y)
    {
        ReadOnlySpan<float> across = Weights(x, size.Width, out int column),
            down = Weights(y, size.Height, out int row);
        float sum = 0;
        for (int j = 0; j < Taps; j++)
        {
            ReadOnlySpan<float> line =
                plane.Slice(Math.Clamp(row + j - Before, 0, size.Height - 1) * size.Width, size.Width);
            float part = 0;
            for (int i = 0; i < Taps; i++)
                part += across[i] * line[Math.Clamp(column + i - Before, 0, size.Width - 1)];
            sum += down[j] * part;
        }

        return sum;
    }

    private static ReadOnlySpan<float> Weights(float place, int length, out int at)
    {
        place = Math.Clamp(place, 0, length - 1);
        at = (int)place;
        int phase = (int)MathF.Round((place - at) * Phases);
        return Table.AsSpan(phase * Taps, Taps);
    }

    // The weights of every place between a value and the next one, both included.
    private static float[] Tabulate()
    {
        float[] table = new float[(Phases + 1) * Taps];
        Span<double> weights = stackalloc double[Taps];
        for (int phase = 0; phase <= Phases; phase++)
        {
            double sum = 0;
            for (int i = 0; i < Taps; i++)
            {
                double t = Math.PI * (((double)phase / Phases) + Before - i);
                weights[i] = Math.Abs(t) < 1e-9 ? 1 : 3 * Math.Sin(t) * Math.Sin(t / 3) / (t * t);
                sum += weights[i];
            }

            for (int i = 0; i < Taps; i++)
                table[(phase * Taps) + i] = (float)(weights[i] / sum);
        }

        return table;
    }
}
