namespace Impasto.Tests.Clips;

/// <summary>Values that look random but belong to a place: smooth noise, its sum over octaves, and flat
/// cells.</summary>
internal sealed class PaintNoise(int seed)
{
    /// <summary>Smooth noise with a feature size of 1; 0 to 1.</summary>
    public double Smooth(double x, double y)
    {
        int column = (int)Math.Floor(x), row = (int)Math.Floor(y);
        double across = Ease(x - column), down = Ease(y - row);
        double upper = Between(Value(column, row), Value(column + 1, row), across);
        double lower = Between(Value(column, row + 1), Value(column + 1, row + 1), across);
        return Between(upper, lower, down);
    }

    /// <summary>Smooth noise and half of it at half the size, and so on; 0 to 1.</summary>
    public double Fractal(double x, double y, int octaves)
    {
        double sum = 0, weight = 0;
        for (int octave = 0; octave < octaves; octave++)
        {
            double share = Math.Pow(0.5, octave), scale = Math.Pow(2, octave);
            sum += share * Smooth((x * scale) + (31.7 * octave), (y * scale) - (17.3 * octave));
            weight += share;
        }

        return sum / weight;
    }

    /// <summary>The value of the nearest of scattered points, one in each square of side 1: flat with sharp
    /// edges.</summary>
    public double Cell(double x, double y)
    {
        int column = (int)Math.Floor(x), row = (int)Math.Floor(y);
        double nearest = double.MaxValue, value = 0;
        for (int j = row - 1; j <= row + 1; j++)
        {
            for (int i = column - 1; i <= column + 1; i++)
            {
                double dx = i + Value(i + 1000, j) - x, dy = j + Value(i, j + 1000) - y;
                if ((dx * dx) + (dy * dy) is var distance && distance < nearest)
                    (nearest, value) = (distance, Value(i, j));
            }
        }

        return value;
    }

    private static double Ease(double t) => t * t * (3 - (2 * t));

    private static double Between(double from, double to, double share) => from + (share * (to - from));

    // A hash of the place: the finalizer of MurmurHash3 by Austin Appleby.
    private double Value(int column, int row)
    {
        uint hash = unchecked(((uint)column * 0x9E3779B1u) ^ ((uint)row * 0x85EBCA77u) ^ ((uint)seed * 0xC2B2AE3Du));
        hash = unchecked((hash ^ (hash >> 16)) * 0x85EBCA6Bu);
        hash = unchecked((hash ^ (hash >> 13)) * 0xC2B2AE35u);
        return (hash ^ (hash >> 16)) / (double)uint.MaxValue;
    }
}
