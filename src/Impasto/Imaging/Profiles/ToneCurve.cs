namespace Impasto.Imaging.Profiles;

/// <summary>How a stored value of 0 to 1 becomes light of 0 to 1.</summary>
/// <param name="ToLight">Gives the light of a stored value.</param>
internal sealed record ToneCurve(Func<double, double> ToLight)
{
    // White of graphics and of ordinary scenes in a PQ picture, in candela per square metre. Source: ITU-R BT.2408-7.
    private const double PqWhite = 203;

    // The same in an HLG picture: 75 % of the signal. Source: ITU-R BT.2408-7.
    private const double HlgWhite = 0.75;

    /// <summary>The exponent if the curve is a power; null otherwise.</summary>
    public double? Gamma { get; private init; }

    /// <summary>sRGB. Source: IEC 61966-2-1.</summary>
    public static ToneCurve Srgb { get; } =
        new(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4));

    /// <summary>Adobe RGB: 2 + 51/256. Source: Adobe RGB (1998) Color Image Encoding, 2005, 4.3.4.2.</summary>
    public static ToneCurve AdobeRgb { get; } = Power(563 / 256.0);

    /// <summary>value ^ exponent.</summary>
    public static ToneCurve Power(double exponent) => new(value => Math.Pow(value, exponent)) { Gamma = exponent };

    /// <summary>The curve of a code; null if it is unknown here. Source: ITU-T H.273, table 3.</summary>
    public static ToneCurve? OfCode(int code) => code switch
    {
        1 or 6 or 14 or 15 => new(value => value < 0.081 ? value / 4.5 : Math.Pow((value + 0.099) / 1.099, 1 / 0.45)),
        4 => Power(2.2),
        5 => Power(2.8),
        8 => Power(1),
        13 => Srgb,
        16 => new(value => Math.Min(1, Pq(value) / PqWhite)),
        18 => new(value => Math.Min(1, Hlg(value) / Hlg(HlgWhite))),
        _ => null,
    };

    /// <summary>Whether the curve of a code has light above white, which is cut off.</summary>
    public static bool IsHighRange(int code) => code is 16 or 18;

    /// <summary>The stored value of a light of 0 to 1.</summary>
    public double FromLight(double light) => Gamma is { } gamma
        ? Math.Pow(light, 1 / gamma)
        : light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;

    // Source: SMPTE ST 2084, equation 4.1.
    private static double Pq(double value)
    {
        const double M1 = 2610 / 16384.0, M2 = 2523 / 4096.0 * 128;
        const double C1 = 3424 / 4096.0, C2 = 2413 / 4096.0 * 32, C3 = 2392 / 4096.0 * 32;
        double power = Math.Pow(value, 1 / M2);
        return 10_000 * Math.Pow(Math.Max(power - C1, 0) / (C2 - (C3 * power)), 1 / M1);
    }

    // Source: ITU-R BT.2100-2, table 5.
    private static double Hlg(double value)
    {
        const double A = 0.17883277, B = 1 - (4 * A);
        double c = 0.5 - (A * Math.Log(4 * A));
        return value <= 0.5 ? value * value / 3 : (Math.Exp((value - c) / A) + B) / 12;
    }
}
