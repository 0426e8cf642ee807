using System.Buffers.Binary;
using System.Text;

namespace Impasto.Tests.Imaging;

/// <summary>
/// Small ICC profiles of version 2: a matrix and one gamma for red, green and blue, or a gamma for grey.
/// </summary>
/// <remarks>
/// Source: ICC.1:2001-04, 6.1 (header), 6.3 (tags), 6.5.2 (curveType) and 6.5.17 (textDescriptionType).
/// </remarks>
internal static class IccBuilder
{
    /// <summary>
    /// Columns of Adobe RGB (1998), adapted to D50. Source: Adobe RGB (1998) color image encoding, annex.
    /// </summary>
    public static double[][] AdobeRgb { get; } =
        [[0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457]];

    /// <summary>Columns of sRGB, adapted to D50. Source: IEC 61966-2-1 with the Bradford matrix.</summary>
    public static double[][] Srgb { get; } =
        [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.71410]];

    public static byte[] Rgb(string name, double[][] columns, double gamma) => Assemble(
        "RGB ",
        [
            ("desc", Description(name)), ("wtpt", Xyz([0.9642, 1, 0.8249])),
            ("rXYZ", Xyz(columns[0])), ("gXYZ", Xyz(columns[1])), ("bXYZ", Xyz(columns[2])),
            ("rTRC", Curve(gamma)), ("gTRC", Curve(gamma)), ("bTRC", Curve(gamma)),
        ]);

    public static byte[] Grey(string name, double gamma) => Assemble(
        "GRAY", [("desc", Description(name)), ("wtpt", Xyz([0.9642, 1, 0.8249])), ("kTRC", Curve(gamma))]);

    private static byte[] Assemble(string space, (string Name, byte[] Data)[] tags)
    {
        int start = 128 + 4 + (12 * tags.Length);
        byte[] profile = new byte[start + tags.Sum(tag => tag.Data.Length)];
        Span<byte> all = profile;
        BinaryPrimitives.WriteInt32BigEndian(all, profile.Length);
        BinaryPrimitives.WriteInt32BigEndian(all[8..], 0x02400000);
        Encoding.ASCII.GetBytes($"mntr{space}XYZ ", all[12..]);
        Encoding.ASCII.GetBytes("acsp", all[36..]);
        Fixed(all[68..], [0.9642, 1, 0.8249]);
        BinaryPrimitives.WriteInt32BigEndian(all[128..], tags.Length);
        for (int i = 0; i < tags.Length; i++)
        {
            Span<byte> entry = all[(132 + (12 * i))..];
            Encoding.ASCII.GetBytes(tags[i].Name, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], start);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], tags[i].Data.Length);
            tags[i].Data.CopyTo(all[start..]);
            start += tags[i].Data.Length;
        }

        return profile;
    }

    // Padded to a multiple of four, with empty Unicode and ScriptCode parts.
    private static byte[] Description(string name)
    {
        byte[] tag = new byte[(12 + name.Length + 1 + 78 + 3) / 4 * 4];
        Encoding.ASCII.GetBytes("desc", tag);
        BinaryPrimitives.WriteInt32BigEndian(tag.AsSpan(8), name.Length + 1);
        Encoding.ASCII.GetBytes(name, tag.AsSpan(12));
        return tag;
    }

    private static byte[] Xyz(double[] values)
    {
        byte[] tag = new byte[20];
        Encoding.ASCII.GetBytes("XYZ ", tag);
        Fixed(tag.AsSpan(8), values);
        return tag;
    }

    private static byte[] Curve(double gamma)
    {
        byte[] tag = new byte[16];
        Encoding.ASCII.GetBytes("curv", tag);
        tag[11] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(tag.AsSpan(12), (ushort)Math.Round(gamma * 256));
        return tag;
    }

    private static void Fixed(Span<byte> target, double[] values)
    {
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(target[(4 * i)..], (int)Math.Round(values[i] * 65536));
    }
}
