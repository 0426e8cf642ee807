using System.Buffers.Binary;
using System.Text;

namespace Impasto.Imaging.Profiles;

/// <summary>
/// A colour space of red, green and blue: its primaries and its curve, as an ICC profile or in numbers.
/// </summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Primaries">Where its colours lie.</param>
/// <param name="Curve">How stored values become light.</param>
internal sealed record RgbSpace(string Name, Chromaticities Primaries, ToneCurve Curve)
{
    private const int CurvePoints = 4096;

    /// <summary>sRGB.</summary>
    public static RgbSpace Srgb { get; } = new("sRGB", Chromaticities.Srgb, ToneCurve.Srgb);

    /// <summary>Display P3.</summary>
    public static RgbSpace DisplayP3 { get; } = new("Display P3", Chromaticities.DisplayP3, ToneCurve.Srgb);

    /// <summary>Adobe RGB (1998).</summary>
    public static RgbSpace AdobeRgb { get; } =
        new("Adobe RGB (1998) compatible", Chromaticities.AdobeRgb, ToneCurve.AdobeRgb);

    /// <summary>Whether stored values mean what they mean in sRGB.</summary>
    public bool IsSrgb => Primaries == Chromaticities.Srgb && Curve == ToneCurve.Srgb;

    /// <summary>An ICC profile of the space; null if its primaries are no colour space.</summary>
    /// <param name="channels">3 for colours, 1 for greys of the same curve.</param>
    /// <remarks>
    /// Source: ICC.1:2022 (version 4), 7.2 (header), 8.3.3 and 8.4.3 (profiles of three components, monochrome), 10.6
    /// (curveType), 10.31 (XYZType).
    /// </remarks>
    public byte[]? Profile(int channels)
    {
        if (Primaries.ToD50() is not { } matrix)
            return null;
        byte[] curve = CurveTag();
        List<(string Name, byte[] Data)> tags =
        [
            ("desc", TextTag(Name)),
            ("cprt", TextTag("CC0: no rights reserved")),
            ("wtpt", NumbersTag("XYZ "u8, 0.9642, 1, 0.8249)),
            ("chad", NumbersTag("sf32"u8, Primaries.Adaptation())),
        ];
        if (channels == 1)
        {
            tags.Add(("kTRC", curve));
        }
        else
        {
            for (int i = 0; i < 3; i++)
                tags.Add(($"{"rgb"[i]}XYZ", NumbersTag("XYZ "u8, matrix[i], matrix[3 + i], matrix[6 + i])));
            tags.AddRange("rgb".Select(color => ($"{color}TRC", curve)));
        }

        return Assemble(channels == 1 ? "GRAY" : "RGB ", tags);
    }

    /// <summary>The sRGB values of pixels as values of this space, within 0 to 1.</summary>
    /// <param name="pixels">Red, green and blue planes of sRGB-encoded values; not changed.</param>
    public float[] FromSrgb(float[] pixels)
    {
        double[] matrix = Matrix3.Product(Matrix3.Inverse(Primaries.ToXyz()!)!, Chromaticities.Srgb.ToXyz()!);
        int plane = pixels.Length / 3;
        float[] result = new float[pixels.Length];
        for (int i = 0; i < plane; i++)
        {
            double red = Light(pixels[i]), green = Light(pixels[plane + i]), blue = Light(pixels[(2 * plane) + i]);
            for (int c = 0; c < 3; c++)
            {
                double light = (matrix[3 * c] * red) + (matrix[(3 * c) + 1] * green) + (matrix[(3 * c) + 2] * blue);
                result[(c * plane) + i] = (float)Curve.FromLight(Math.Clamp(light, 0, 1));
            }
        }

        return result;
    }

    // Values outside 0 to 1 may lie inside the larger space: the curve is mirrored below 0. NaN becomes 0.
    private static double Light(float value) => float.IsNaN(value) ? 0 : SrgbLight.Exact(value);

    // An exponent of 16 bits where that is exact enough, or a table.
    private byte[] CurveTag()
    {
        ushort[] points = Curve.Gamma is { } gamma && gamma is > 0.1 and < 200
            ? [(ushort)Math.Round(gamma * 256)]
            : [.. Enumerable.Range(0, CurvePoints).Select(i =>
                (ushort)Math.Round(Math.Clamp(Curve.ToLight(i / (CurvePoints - 1.0)), 0, 1) * ushort.MaxValue))];
        byte[] tag = new byte[12 + (2 * points.Length)];
        "curv"u8.CopyTo(tag);
        BinaryPrimitives.WriteInt32BigEndian(tag.AsSpan(8), points.Length);
        for (int i = 0; i < points.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(tag.AsSpan(12 + (2 * i)), points[i]);
        return tag;
    }

    // Numbers with 16 bits behind the point.
    private static byte[] NumbersTag(ReadOnlySpan<byte> type, params double[] values)
    {
        byte[] tag = new byte[8 + (4 * values.Length)];
        type.CopyTo(tag);
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(tag.AsSpan(8 + (4 * i)), (int)Math.Round(values[i] * 65536));
        return tag;
    }

    private static byte[] TextTag(string text)
    {
        byte[] letters = Encoding.BigEndianUnicode.GetBytes(text), tag = new byte[28 + letters.Length];
        "mluc"u8.CopyTo(tag);
        BinaryPrimitives.WriteInt32BigEndian(tag.AsSpan(8), 1);
        BinaryPrimitives.WriteInt32BigEndian(tag.AsSpan(12), 12);
        "enUS"u8.CopyTo(tag.AsSpan(16));
        BinaryPrimitives.WriteInt32BigEndian(tag.AsSpan(20), letters.Length);
        BinaryPrimitives.WriteInt32BigEndian(tag.AsSpan(24), 28);
        letters.CopyTo(tag, 28);
        return tag;
    }

    private static byte[] Assemble(string space, List<(string Name, byte[] Data)> tags)
    {
        int start = 128 + 4 + (12 * tags.Count);
        byte[] profile = new byte[start + tags.Sum(tag => Padded(tag.Data.Length))];
        Span<byte> header = profile;
        BinaryPrimitives.WriteInt32BigEndian(header, profile.Length);
        header[8] = 4;
        header[9] = 0x30;
        Encoding.ASCII.GetBytes($"mntr{space}XYZ ", header[12..]);
        short[] date = [2026, 1, 1, 0, 0, 0];
        for (int i = 0; i < date.Length; i++)
            BinaryPrimitives.WriteInt16BigEndian(header[(24 + (2 * i))..], date[i]);
        "acsp"u8.CopyTo(header[36..]);
        NumbersTag("XYZ "u8, 0.9642, 1, 0.8249).AsSpan(8).CopyTo(header[68..]);
        BinaryPrimitives.WriteInt32BigEndian(header[128..], tags.Count);
        for (int i = 0, at = start; i < tags.Count; at += Padded(tags[i].Data.Length), i++)
        {
            Span<byte> entry = header[(132 + (12 * i))..];
            Encoding.ASCII.GetBytes(tags[i].Name, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], at);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], tags[i].Data.Length);
            tags[i].Data.CopyTo(header[at..]);
        }

        return profile;
    }

    private static int Padded(int length) => (length + 3) / 4 * 4;
}
