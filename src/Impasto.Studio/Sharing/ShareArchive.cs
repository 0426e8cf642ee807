using System.Buffers.Binary;
using System.IO.Compression;

namespace Impasto.Studio.Sharing;

/// <summary>
/// The files inside a shared file, which comes from anywhere: they are looked up by the names that the studio gives,
/// and read within a number of bytes. No name in it becomes the name of a file here.
/// </summary>
internal sealed class ShareArchive : IDisposable
{
    private const int MostFiles = 200;

    // The list of the files stands at the end, in front of this record.
    private const uint EndSignature = 0x06054b50;
    private const int EndBytes = 22, LongestComment = ushort.MaxValue;
    private const int OffsetAt = 16;

    // 200 names of the usual length. .NET reads the whole list, however long it is.
    private const int MostListBytes = 64 << 10;

    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries;
    private long _left;

    private ShareArchive(ZipArchive zip, long most)
    {
        _zip = zip;
        _left = most;
        _entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in zip.Entries)
            _entries.TryAdd(Stem(entry.FullName), entry);
    }

    /// <summary>Whether a file is a ZIP.</summary>
    public static bool IsZip(ReadOnlySpan<byte> file) => file.StartsWith("PK\u0003\u0004"u8);

    /// <summary>Opens a shared file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="most">Most bytes of all files in it that are read.</param>
    /// <exception cref="ImpastoException">It is damaged, or has too many files.</exception>
    public static ShareArchive Open(byte[] file, long most)
    {
        if (ListBytes(file) is not { } list)
            throw Damaged(null);
        if (list > MostListBytes)
            throw TooMany();
        try
        {
            var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count <= MostFiles)
                return new ShareArchive(zip, most);
            zip.Dispose();
            throw TooMany();
        }
        catch (Exception failure) when (IsOfZip(failure))
        {
            throw Damaged(failure);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="name">Its name without an ending, or with it if the name has one.</param>
    /// <exception cref="ImpastoException">It is missing or damaged, or has more bytes than may be read.</exception>
    public byte[] Read(string name)
    {
        if (!_entries.TryGetValue(Stem(name), out ZipArchiveEntry? entry))
            throw new ImpastoException($"The file is damaged: it has no {name}.");
        try
        {
            using Stream stream = entry.Open();
            using var read = new MemoryStream();
            byte[] buffer = new byte[81920];
            // What the file states of its length may be wrong.
            for (int count; (count = stream.Read(buffer)) > 0; read.Write(buffer, 0, count))
            {
                _left -= count;
                if (_left < 0)
                    throw new ImpastoException("The file has more in it than this studio takes.");
            }

            return read.ToArray();
        }
        catch (Exception failure) when (IsOfZip(failure))
        {
            throw Damaged(failure);
        }
    }

    public void Dispose() => _zip.Dispose();

    // Bytes from the list of the files to the end; null if there is none, or one that only huge files have.
    private static long? ListBytes(ReadOnlySpan<byte> file)
    {
        Span<byte> signature = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(signature, EndSignature);
        int from = Math.Max(0, file.Length - EndBytes - LongestComment);
        int at = file[from..].LastIndexOf(signature);
        if (at < 0 || file.Length - from - at < EndBytes)
            return null;
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(file[(from + at + OffsetAt)..]);
        return offset < file.Length ? file.Length - offset : null;
    }

    private static string Stem(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot < 0 ? name : name[..dot];
    }

    private static bool IsOfZip(Exception failure) => failure is InvalidDataException or IOException
        or NotSupportedException or ArgumentException or OverflowException;

    private static ImpastoException TooMany() =>
        new($"The file has more than {MostFiles} files in it, which no shared run has.");

    private static ImpastoException Damaged(Exception? inner) => inner is null
        ? new ImpastoException("The file is damaged, or it is no file of a shared run.")
        : new ImpastoException("The file is damaged, or it is no file of a shared run.", inner);
}
