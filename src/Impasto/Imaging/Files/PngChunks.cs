using System.Buffers.Binary;
using System.Text;

namespace Impasto.Imaging.Files;

/// <summary>The chunks of a PNG file before its pixels.</summary>
/// <remarks>Source: PNG specification, third edition, 5.3, 11.3.2 (colour) and 11.3.4.3 (pHYs).</remarks>
internal sealed class PngChunks
{
    private const int MostChunks = 1000;
    private const int MostBytes = 64;

    private readonly Dictionary<string, byte[]> _chunks = new(StringComparer.Ordinal);

    /// <summary>Whether there is a chunk of a name.</summary>
    public bool Has(string name) => _chunks.ContainsKey(name);

    /// <summary>A chunk's bytes, at most 64 of them; null if it is missing or shorter than expected.</summary>
    public byte[]? Find(string name, int bytes) =>
        _chunks.TryGetValue(name, out byte[]? found) && found.Length >= bytes ? found : null;

    /// <summary>Frames of an animated PNG; 1 for any other.</summary>
    public int Frames => Find("acTL", 8) is { } control
        ? (int)Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(control), 1, int.MaxValue)
        : 1;

    /// <summary>Reads the chunks; a damaged file has fewer.</summary>
    /// <param name="file">The file, from its start.</param>
    public static PngChunks Read(Stream file)
    {
        var chunks = new PngChunks();
        file.Position = 8;
        Span<byte> head = stackalloc byte[8];
        for (int i = 0; i < MostChunks && file.ReadAtLeast(head, 8, throwOnEndOfStream: false) == 8; i++)
        {
            string name = Encoding.Latin1.GetString(head[4..]);
            long length = BinaryPrimitives.ReadUInt32BigEndian(head), end = file.Position + length + 4;
            if (name == "IDAT" || end > file.Length)
                break;
            byte[] data = new byte[Math.Min(length, MostBytes)];
            file.ReadExactly(data);
            chunks._chunks.TryAdd(name, data);
            file.Position = end;
        }

        return chunks;
    }
}
