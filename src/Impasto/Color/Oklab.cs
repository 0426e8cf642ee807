using Impasto.Imaging.Profiles;

namespace Impasto.Color;

/// <summary>A colour in Oklab, where lightness and chroma look independent of each other.</summary>
/// <remarks>
/// With linear r, g, b of sRGB: (l, m, s) = M1 (r, g, b) and (L, a, b) = M2 (l^(1/3), m^(1/3), s^(1/3)). Source:
/// Ottosson, "A perceptual color space for image processing", 2020. The matrices are rounded there; both inverses are
/// computed here, so that a colour comes back exactly.
/// </remarks>
/// <param name="Lightness">L: 0 for black, 1 for white.</param>
/// <param name="A">Green, below 0, to red.</param>
/// <param name="B">Blue, below 0, to yellow.</param>
internal readonly record struct Oklab(double Lightness, double A, double B)
{
    // Halvings of the interval in which the largest chroma of a screen lies: the rest is far below 16 bits.
    private const int Halvings = 20;

    // Rounding moves the colours on the edge of what a screen shows by less.
    private const double Rounding = 1e-7;

    private static readonly double[] ToCones =
    [
        0.4122214708, 0.5363325363, 0.0514459929,
        0.2119034982, 0.6806995451, 0.1073969566,
        0.0883024619, 0.2817188376, 0.6299787005,
    ];

    private static readonly double[] ToLab =
    [
        0.2104542553, 0.7936177850, -0.0040720468,
        1.9779984951, -2.4285922050, 0.4505937099,
        0.0259040371, 0.7827717662, -0.8086757660,
    ];

    private static readonly double[] FromCones = Matrix3.Inverse(ToCones)!;
    private static readonly double[] FromLab = Matrix3.Inverse(ToLab)!;

    /// <summary>The colour of sRGB-encoded red, green and blue; values outside 0 to 1 are colours as well.</summary>
    public static Oklab Of(double red, double green, double blue)
    {
        (double l, double m, double s) = Times(ToCones, SrgbLight.Of(red), SrgbLight.Of(green), SrgbLight.Of(blue));
        (double lightness, double a, double b) = Times(ToLab, Math.Cbrt(l), Math.Cbrt(m), Math.Cbrt(s));
        return new Oklab(lightness, a, b);
    }

    /// <summary>The sRGB-encoded value of a grey of some lightness.</summary>
    public static double Grey(double lightness) => SrgbLight.ToValue(lightness * lightness * lightness);

    /// <summary>
    /// The colour as sRGB-encoded red, green and blue within 0 to 1. A colour that sRGB does not have keeps lightness
    /// and hue, and gets the largest chroma that sRGB has there.
    /// </summary>
    public (double Red, double Green, double Blue) ToRgb()
    {
        if (!(Lightness > 0))
            return (0, 0, 0);
        if (Lightness >= 1)
            return (1, 1, 1);
        (double Red, double Green, double Blue) light = Light(1);
        if (!IsShown(light))
        {
            double inside = 0, outside = 1;
            for (int i = 0; i < Halvings; i++)
            {
                double middle = (inside + outside) / 2;
                if (IsShown(Light(middle)))
                    inside = middle;
                else
                    outside = middle;
            }

            light = Light(inside);
        }

        return (Value(light.Red), Value(light.Green), Value(light.Blue));
    }

    // Linear light of the colour with a share of its chroma.
    private (double Red, double Green, double Blue) Light(double share)
    {
        (double l, double m, double s) = Times(FromLab, Lightness, share * A, share * B);
        return Times(FromCones, l * l * l, m * m * m, s * s * s);
    }

    private static bool IsShown((double Red, double Green, double Blue) light) =>
        light.Red is >= -Rounding and <= 1 + Rounding
        && light.Green is >= -Rounding and <= 1 + Rounding
        && light.Blue is >= -Rounding and <= 1 + Rounding;

    private static double Value(double light) => SrgbLight.ToValue(Math.Clamp(light, 0, 1));

    private static (double X, double Y, double Z) Times(double[] m, double x, double y, double z) => (
        (m[0] * x) + (m[1] * y) + (m[2] * z),
        (m[3] * x) + (m[4] * y) + (m[5] * z),
        (m[6] * x) + (m[7] * y) + (m[8] * z));
}
