using System.Globalization;

namespace Impasto.Video.Frames;

/// <summary>Frames per second as a fraction, as clips store it: 30000/1001.</summary>
/// <param name="Numerator">At least 1.</param>
/// <param name="Denominator">At least 1.</param>
public readonly record struct FrameRate(int Numerator, int Denominator = 1)
{
    // A rate within this of a common one is meant to be that one: clips of phones have averages such as 29.98.
    private const double Near = 0.005;

    private static readonly FrameRate[] s_common =
    [
        new(24000, 1001), new(24), new(25), new(30000, 1001), new(30), new(48), new(50), new(60000, 1001), new(60),
    ];

    /// <summary>Frames per second.</summary>
    public double PerSecond => (double)Numerator / Denominator;

    /// <summary>The rate as a clip has it: 30000/1001, or 25.</summary>
    public override string ToString() => Denominator == 1
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>Reads a rate: 25, 29.97 or 30000/1001.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rate">The rate, above 0 to 1000.</param>
    /// <returns>Whether the text is a rate.</returns>
    public static bool TryParse(string? text, out FrameRate rate)
    {
        rate = default;
        string[] parts = (text ?? "").Split('/');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int numerator)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int denominator)
            && numerator > 0 && denominator > 0)
        {
            rate = new FrameRate(numerator, denominator);
        }
        else if (parts.Length == 1
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value is > 0 and <= 1000)
        {
            rate = Nearest(value);
        }

        return rate.Numerator > 0 && rate.PerSecond is > 0 and <= 1000;
    }

    /// <summary>The common rate near a number of frames per second, or that number in thousandths.</summary>
    /// <param name="perSecond">Frames per second, above 0 to 1000.</param>
    public static FrameRate Nearest(double perSecond)
    {
        FrameRate near = s_common.MinBy(rate => Math.Abs(rate.PerSecond - perSecond));
        if (Math.Abs(near.PerSecond - perSecond) <= Near * perSecond)
            return near;
        double whole = Math.Round(perSecond);
        return whole == perSecond
            ? new FrameRate((int)whole) : new FrameRate(Math.Max(1, (int)Math.Round(perSecond * 1000)), 1000);
    }
}
