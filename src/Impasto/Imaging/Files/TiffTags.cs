using System.Buffers.Binary;

namespace Impasto.Imaging.Files;

/// <summary>Tags of one page of a TIFF file that libvips does not report.</summary>
/// <remarks>Source: TIFF 6.0, 2 (file directory), 18 (ExtraSamples), 20 (colorimetry); BigTIFF.</remarks>
internal sealed class TiffTags
{
    public const int BitsPerSample = 258;
    public const int ExtraSamples = 338;
    public const int TransferFunction = 301;
    public const int WhitePoint = 318;
    public const int PrimaryChromaticities = 319;

    private const int MostEntries = 4096;
    private const int MostBytes = 3 * 2 * 65536;

    private readonly Dictionary<int, double[]> _tags = [];

    /// <summary>A tag's numbers; null if it is missing.</summary>
    public double[]? Find(int tag) => _tags.GetValueOrDefault(tag);

    /// <summary>Reads a page's tags; a damaged file has fewer.</summary>
    /// <param name="file">The file.</param>
    /// <param name="page">The page, from 0.</param>
    public static TiffTags Read(Stream file, int page)
    {
        var tags = new TiffTags();
        try
        {
            var reader = new Reader(file);
            long directory = reader.First();
            for (int i = 0; i < page && directory > 0; i++)
                directory = reader.Next(directory);
            if (directory > 0)
                reader.Tags(directory, tags._tags);
        }
        catch (Exception failure) when (failure is EndOfStreamException or IOException or ArgumentException)
        {
            // libvips says what is wrong with the file.
        }

        return tags;
    }

    private sealed class Reader
    {
        private readonly Stream _file;
        private readonly bool _isLittle;
        private readonly bool _isBig;

        public Reader(Stream file)
        {
            _file = file;
            byte[] head = Bytes(0, 8);
            _isLittle = head[0] == 'I';
            _isBig = head[2] == '+' || head[3] == '+';
        }

        private int CountBytes => _isBig ? 8 : 2;

        private int EntryBytes => _isBig ? 20 : 12;

        private int OffsetBytes => _isBig ? 8 : 4;

        public long First() => Number(_isBig ? 8 : 4, OffsetBytes);

        public long Next(long directory) =>
            Number(directory + CountBytes + (Entries(directory) * EntryBytes), OffsetBytes);

        public void Tags(long directory, Dictionary<int, double[]> tags)
        {
            long count = Entries(directory);
            for (int i = 0; i < count; i++)
            {
                long entry = directory + CountBytes + (i * EntryBytes);
                int tag = (int)Number(entry, 2);
                if (tag is BitsPerSample or ExtraSamples or TransferFunction or WhitePoint or PrimaryChromaticities)
                    tags[tag] = Values(entry);
            }
        }

        private long Entries(long directory) => Math.Min(Number(directory, CountBytes), MostEntries);

        private double[] Values(long entry)
        {
            int type = (int)Number(entry + 2, 2), each = type switch { 3 => 2, 4 => 4, 5 => 8, _ => 1 };
            long count = Number(entry + 4, OffsetBytes), length = Math.Min(count, MostBytes) * each;
            long place = entry + 4 + OffsetBytes;
            if (length > OffsetBytes)
                place = Number(place, OffsetBytes);
            if (length > MostBytes)
                return [];
            byte[] bytes = Bytes(place, (int)length);
            return [.. Enumerable.Range(0, (int)(length / each)).Select(i => type == 5
                ? Number(bytes, i * 8, 4) / (double)Math.Max(1, Number(bytes, (i * 8) + 4, 4))
                : Number(bytes, i * each, each))];
        }

        private long Number(long place, int bytes) => Number(Bytes(place, bytes), 0, bytes);

        private long Number(byte[] data, int at, int bytes) => (bytes, _isLittle) switch
        {
            (1, _) => data[at],
            (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at)),
            (2, false) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at)),
            (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at)),
            (4, false) => BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at)),
            (_, true) => BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(at)),
            _ => BinaryPrimitives.ReadInt64BigEndian(data.AsSpan(at)),
        };

        private byte[] Bytes(long place, int count)
        {
            _file.Position = place;
            byte[] bytes = new byte[count];
            _file.ReadExactly(bytes);
            return bytes;
        }
    }
}
