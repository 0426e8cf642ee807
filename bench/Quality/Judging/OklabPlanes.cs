using Impasto.Imaging;
using Impasto.Imaging.Profiles;

namespace Impasto.Bench.Quality.Judging;

/// <summary>A picture in Oklab, in which equal distances look about equal.</summary>
/// <remarks>
/// With linear r, g, b of sRGB: (l, m, s) = M1 (r, g, b), (L, a, b) = M2 (l^(1/3), m^(1/3), s^(1/3)). L runs from 0 for
/// black to 1 for white; chroma sqrt(a^2 + b^2) is 0 for grey and 0.32 at most. Values are cut to 0 to 1 first, as
/// when a file is written. Source: Ottosson, "A perceptual color space for image processing", 2020.
/// </remarks>
internal sealed class OklabPlanes
{
    private static readonly float[] Linear =
        [.. Enumerable.Range(0, 4096).Select(step => (float)ToneCurve.Srgb.ToLight(step / 4095.0))];

    private OklabPlanes(Plane lightness, Plane a, Plane b) => (Lightness, A, B) = (lightness, a, b);

    public Plane Lightness { get; }

    /// <summary>Green, below 0, to red.</summary>
    public Plane A { get; }

    /// <summary>Blue, below 0, to yellow.</summary>
    public Plane B { get; }

    /// <summary>Lightness, A and B.</summary>
    public IReadOnlyList<Plane> All => [Lightness, A, B];

    public static OklabPlanes Of(Picture picture)
    {
        int count = picture.Width * picture.Height;
        float[] lightness = new float[count], a = new float[count], b = new float[count];
        float[] pixels = picture.Pixels;
        for (int i = 0; i < count; i++)
        {
            (lightness[i], a[i], b[i]) =
                Convert(Value(pixels[i]), Value(pixels[i + count]), Value(pixels[i + (2 * count)]));
        }

        return new OklabPlanes(PlaneOf(lightness), PlaneOf(a), PlaneOf(b));

        Plane PlaneOf(float[] values) => new(picture.Width, picture.Height, values);
    }

    /// <summary>Distance of every pixel from grey.</summary>
    public Plane Chroma() => new(
        A.Width, A.Height, [.. A.Values.Zip(B.Values, (a, b) => MathF.Sqrt((a * a) + (b * b)))]);

    private static (float Lightness, float A, float B) Convert(float red, float green, float blue)
    {
        float l = MathF.Cbrt((0.4122214708f * red) + (0.5363325363f * green) + (0.0514459929f * blue));
        float m = MathF.Cbrt((0.2119034982f * red) + (0.6806995451f * green) + (0.1073969566f * blue));
        float s = MathF.Cbrt((0.0883024619f * red) + (0.2817188376f * green) + (0.6299787005f * blue));
        return (
            (0.2104542553f * l) + (0.7936177850f * m) - (0.0040720468f * s),
            (1.9779984951f * l) - (2.4285922050f * m) + (0.4505937099f * s),
            (0.0259040371f * l) + (0.7827717662f * m) - (0.8086757660f * s));
    }

    // 16 steps between two values of 8 bits: exact enough, and much faster than a power.
    private static float Value(float encoded) => Linear[(int)((Math.Clamp(encoded, 0, 1) * 4095) + 0.5f)];
}
