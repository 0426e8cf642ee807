using System.Buffers.Binary;

namespace Impasto.Imaging.Files;

/// <summary>The colours that an AVIF file names by codes (nclx).</summary>
/// <remarks>Source: ISO/IEC 14496-12, 12.1.5 (colr); ISO/IEC 23008-12, 9.3 (iprp, ipco).</remarks>
internal static class AvifColor
{
    private const int MostBytes = 1 << 20;

    /// <summary>Codes of primaries and curve; null if the file has none, or has a profile, which counts more.</summary>
    /// <param name="file">The file.</param>
    public static (int Primaries, int Curve)? Read(Stream file)
    {
        file.Position = 0;
        byte[] head = new byte[Math.Min(file.Length, MostBytes)];
        file.ReadExactly(head);
        return Find(head, "meta"u8) is not { } meta || meta.Length < 4
            || Find(head.AsSpan()[(meta.Start + 4)..meta.End], "iprp"u8, meta.Start + 4) is not { } properties
            || Find(head.AsSpan()[properties.Start..properties.End], "ipco"u8, properties.Start) is not { } list
            ? null
            : Codes(head.AsSpan()[list.Start..list.End]);
    }

    private static (int Primaries, int Curve)? Codes(ReadOnlySpan<byte> properties)
    {
        (int, int)? codes = null;
        for (int at = 0; Next(properties, at) is { } box; at = box.End)
        {
            ReadOnlySpan<byte> content = properties[box.Start..box.End];
            if (!properties.Slice(at + 4, 4).SequenceEqual("colr"u8) || content.Length < 4)
                continue;
            if (!content[..4].SequenceEqual("nclx"u8))
                return null;
            if (content.Length >= 8)
            {
                codes ??= (BinaryPrimitives.ReadUInt16BigEndian(content[4..]),
                    BinaryPrimitives.ReadUInt16BigEndian(content[6..]));
            }
        }

        return codes;
    }

    private static Box? Find(ReadOnlySpan<byte> boxes, ReadOnlySpan<byte> name, int offset = 0)
    {
        for (int at = 0; Next(boxes, at) is { } box; at = box.End)
        {
            if (boxes.Slice(at + 4, 4).SequenceEqual(name))
                return new Box(box.Start + offset, box.End + offset);
        }

        return null;
    }

    private static Box? Next(ReadOnlySpan<byte> boxes, int at)
    {
        if (at + 8 > boxes.Length)
            return null;
        long length = BinaryPrimitives.ReadUInt32BigEndian(boxes[at..]);
        long end = length == 0 ? boxes.Length : at + length;
        return length is not 0 and < 8 || end > boxes.Length ? null : new Box(at + 8, (int)end);
    }

    private readonly record struct Box(int Start, int End)
    {
        public int Length => End - Start;
    }
}
