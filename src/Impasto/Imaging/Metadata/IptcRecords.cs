using System.Buffers.Binary;
using System.Text;

namespace Impasto.Imaging.Metadata;

/// <summary>IPTC records: raw, as TIFF has them, or in Photoshop's block, as JPEG has them.</summary>
/// <remarks>
/// Source: IPTC-NAA Information Interchange Model, version 4, 1.6 (data sets); Adobe, "Photoshop File Formats", image
/// resources.
/// </remarks>
internal static class IptcRecords
{
    private const int Resource = 0x0404;
    private const byte Marker = 0x1C;

    private static readonly byte[] Signature = [.. "Photoshop 3.0\0"u8];

    // By-line, its title, credit, source, copyright notice; 1:90, the character set, is kept with them.
    private static readonly byte[] Rights = [80, 85, 110, 115, 116];

    /// <summary>
    /// The records of a file, without Photoshop's other blocks, such as a thumbnail; null if damaged.
    /// </summary>
    public static byte[]? Read(byte[] data)
    {
        if (!data.AsSpan().StartsWith(Signature))
            return data.Length > 0 && data[0] == Marker ? [.. Sets(data).SelectMany(set => set.Bytes)] : null;
        for (int at = Signature.Length; at + 12 <= data.Length && data.AsSpan(at, 4).SequenceEqual("8BIM"u8);)
        {
            int id = BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at + 4));
            int start = at + 6 + Even(data[at + 6] + 1);
            if (start + 4 > data.Length)
                return null;
            long length = BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(start));
            if (start + 4 + length > data.Length)
                return null;
            if (id == Resource)
                return [.. Sets(data[(start + 4)..(int)(start + 4 + length)]).SelectMany(set => set.Bytes)];
            at = start + 4 + Even((int)length);
        }

        return null;
    }

    /// <summary>The records about rights only; null if there are none.</summary>
    public static byte[]? OfRights(byte[] records)
    {
        (byte Record, byte Number, byte[] Bytes)[] sets = [.. Sets(records)];
        return sets.Any(set => set.Record == 2 && Rights.Contains(set.Number))
            ? [.. sets
                .Where(set => (set.Record, set.Number) == (1, 90) || (set.Record == 2 && Rights.Contains(set.Number)))
                .SelectMany(set => set.Bytes)]
            : null;
    }

    /// <summary>A text of the second record; null if there is none.</summary>
    public static string? Text(byte[] records, byte number) => Sets(records)
        .Where(set => (set.Record, set.Number) == (2, number))
        .Select(set => Encoding.UTF8.GetString(set.Bytes.AsSpan(5)))
        .FirstOrDefault();

    /// <summary>The records in Photoshop's block.</summary>
    public static byte[] Wrap(byte[] records)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, records.Length);
        return
        [
            .. Signature, .. "8BIM"u8, Resource >> 8, Resource & 255, 0, 0, .. length, .. records,
            .. new byte[records.Length % 2],
        ];
    }

    /// <summary>
    /// The records for TIFF: libvips counts words of 32 bits where libtiff counts bytes, and cuts off the rest.
    /// </summary>
    public static byte[] Padded(byte[] records) => [.. records, .. new byte[3 * records.Length]];

    // Extended data sets, of more than 32 KB, end the list: nobody writes rights that long.
    private static IEnumerable<(byte Record, byte Number, byte[] Bytes)> Sets(byte[] data)
    {
        for (int at = 0; at + 5 <= data.Length && data[at] == Marker;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at + 3)), end = at + 5 + length;
            if (length > 0x7FFF || end > data.Length)
                yield break;
            yield return (data[at + 1], data[at + 2], data[at..end]);
            at = end;
        }
    }

    private static int Even(int length) => length + (length % 2);
}
