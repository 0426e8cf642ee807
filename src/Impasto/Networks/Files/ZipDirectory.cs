using System.Buffers.Binary;
using System.Text;

namespace Impasto.Networks.Files;

/// <summary>Where the entries of a zip archive lie, for archives that are only a folder in one file.</summary>
/// <remarks>
/// The framework's reader can't step to a place inside an entry, and reads a table of contents of any length.
/// Source: PKWARE's APPNOTE, 4.3.7 to 4.3.16 and 4.5.3.
/// </remarks>
internal static class ZipDirectory
{
    private const uint LocalMark = 0x04034b50;
    private const uint EntryMark = 0x02014b50;
    private const uint EndMark = 0x06054b50;
    private const uint LongEndMark = 0x06064b50;
    private const uint LongEndLocatorMark = 0x07064b50;
    private const int EndLength = 22;

    // A VGG checkpoint has some forty entries of a hundred bytes.
    private const long LargestDirectory = 4 << 20;

    /// <summary>An entry as the table of contents has it.</summary>
    /// <param name="Header">Where its header stands in the file; the content follows it.</param>
    /// <param name="Length">Length of its content.</param>
    /// <param name="IsStored">Whether the content lies there as it is.</param>
    public sealed record Entry(long Header, long Length, bool IsStored);

    /// <summary>Reads the table of contents.</summary>
    /// <exception cref="WeightsException">It is damaged, or far larger than a weight file's.</exception>
    public static Dictionary<string, Entry> Read(Stream stream)
    {
        (long start, long length) = Find(stream);
        if (start < 0 || length < 0 || length > stream.Length - start)
            throw Damaged();
        if (length > LargestDirectory)
            throw new WeightsException("its zip archive has far more entries than a state dict's");
        byte[] directory = At(stream, start, (int)length);
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        for (ReadOnlySpan<byte> rest = directory; rest.Length > 0;)
        {
            (string name, Entry entry, int size) = One(rest);
            if (entry.Length < 0 || !entries.TryAdd(name, entry))
                throw Damaged();
            rest = rest[size..];
        }

        return entries;
    }

    /// <summary>Where an entry's content begins.</summary>
    public static long ContentOf(Stream stream, Entry entry)
    {
        byte[] header = At(stream, entry.Header, 30);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalMark)
            throw Damaged();
        long start = entry.Header + header.Length + Short(header, 26) + Short(header, 28);
        return start <= stream.Length - entry.Length ? start : throw Damaged();
    }

    // The end record is the last thing in the file but for a comment; a longer one stands before it in newer archives.
    private static (long Start, long Length) Find(Stream stream)
    {
        int tail = (int)Math.Min(stream.Length, EndLength + ushort.MaxValue);
        byte[] bytes = At(stream, stream.Length - tail, tail);
        int at = tail - EndLength;
        while (at >= 0 && !(Word(bytes, at) == EndMark && at + EndLength + Short(bytes, at + 20) == tail))
            at--;
        if (at < 0)
            throw Damaged();
        if (at < 20 || Word(bytes, at - 20) != LongEndLocatorMark)
            return (Word(bytes, at + 16), Word(bytes, at + 12));
        byte[] end = At(stream, Long(bytes, at - 12), 56);
        return Word(end, 0) == LongEndMark ? (Long(end, 48), Long(end, 40)) : throw Damaged();
    }

    private static (string Name, Entry Entry, int Size) One(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 46 || Word(bytes, 0) != EntryMark)
            throw Damaged();
        int nameLength = Short(bytes, 28), extraLength = Short(bytes, 30),
            size = 46 + nameLength + extraLength + Short(bytes, 32);
        if (size > bytes.Length)
            throw Damaged();
        bool isStored = Short(bytes, 10) == 0 && (Short(bytes, 8) & 1) == 0;
        string name = Encoding.UTF8.GetString(bytes.Slice(46, nameLength));
        ReadOnlySpan<byte> wide = Wide(bytes.Slice(46 + nameLength, extraLength));
        long length = Widen(Word(bytes, 24), ref wide), packed = Widen(Word(bytes, 20), ref wide),
            header = Widen(Word(bytes, 42), ref wide);
        return (name, new Entry(header, length, isStored && packed == length), size);
    }

    // The extra field that has the numbers for which 32 bits are too few, in their order.
    private static ReadOnlySpan<byte> Wide(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int length = Short(extra, 2);
            if (length > extra.Length - 4)
                break;
            if (Short(extra, 0) == 1)
                return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }

        return [];
    }

    private static long Widen(uint value, ref ReadOnlySpan<byte> wide)
    {
        if (value != uint.MaxValue)
            return value;
        if (wide.Length < 8)
            throw Damaged();
        long full = Long(wide, 0);
        wide = wide[8..];
        return full;
    }

    private static byte[] At(Stream stream, long position, int length)
    {
        if (position < 0 || position > stream.Length - length)
            throw Damaged();
        byte[] bytes = new byte[length];
        stream.Position = position;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private static WeightsException Damaged() => new("its zip archive is damaged or cut off");
}
