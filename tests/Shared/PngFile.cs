using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Impasto.Tests;

/// <summary>PNG files that no honest program writes. Source: PNG specification, third edition, 5 and 11.</summary>
internal static class PngFile
{
    /// <summary>A header that promises any size, with a few bytes of pixels behind it.</summary>
    public static byte[] Promising(int width, int height)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2); // 8 bits, red, green and blue.
        using var pixels = new MemoryStream();
        using (var deflate = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(new byte[1000]);
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, 0x0A,
            .. Chunk("IHDR", header), .. Chunk("IDAT", pixels.ToArray()), .. Chunk("IEND", []),
        ];
    }

    /// <summary>A picture with a colour profile that is too short: libvips warns, but decodes it.</summary>
    /// <param name="png">A whole PNG file.</param>
    public static byte[] WithOddProfile(byte[] png)
    {
        const int HeaderEnd = 8 + 25; // The signature, and IHDR with its 13 bytes.
        return [.. png[..HeaderEnd], .. Chunk("iCCP", [1, 2, 3, 4]), .. png[HeaderEnd..]];
    }

    /// <summary>A picture with more chunks before its pixels.</summary>
    /// <param name="png">A whole PNG file.</param>
    /// <param name="chunks">Names and bytes of the chunks.</param>
    public static byte[] With(byte[] png, params (string Type, byte[] Data)[] chunks)
    {
        const int HeaderEnd = 8 + 25;
        return
        [
            .. png[..HeaderEnd],
            .. chunks.SelectMany(chunk => Chunk(chunk.Type, chunk.Data)),
            .. png[HeaderEnd..],
        ];
    }

    /// <summary>A whole file of any chunks.</summary>
    /// <param name="chunks">Names and bytes of the chunks.</param>
    public static byte[] Of(IEnumerable<(string Type, byte[] Data)> chunks) =>
        [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. chunks.SelectMany(chunk => Chunk(chunk.Type, chunk.Data))];

    /// <summary>Whether a file begins as a PNG file.</summary>
    public static bool IsPng(byte[] file) => file.AsSpan().StartsWith((byte[])[0x89, .. "PNG"u8]);

    /// <summary>The file with the sums that its chunks have after a change, as far as their lengths lead.</summary>
    /// <param name="png">A file, not necessarily a good one.</param>
    public static byte[] WithTrueSums(byte[] png)
    {
        byte[] file = [.. png];
        for (int at = 8; at + 12 <= file.Length;)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                break;
            int end = at + 8 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(end), Crc(file.AsSpan(at + 4, (int)length + 4)));
            at = end + 4;
        }

        return file;
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = ~0u;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
