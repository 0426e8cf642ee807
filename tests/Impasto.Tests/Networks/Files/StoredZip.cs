using System.Buffers.Binary;
using System.Text;

namespace Impasto.Tests.Networks.Files;

/// <summary>
/// Writes zip archives of uncompressed entries, as torch.save does; an entry may be a hole of any length.
/// </summary>
/// <remarks>Checksums are left 0: whoever reads these files leaves them alone.</remarks>
internal sealed class StoredZip(Stream stream)
{
    private readonly List<(byte[] Name, uint Length, uint Start)> _entries = [];

    public void Add(string name, byte[] content) => Add(name, content.Length, () => stream.Write(content));

    public void AddHole(string name, long length) => Add(name, length, () => stream.Position += length);

    public void Finish()
    {
        uint start = (uint)stream.Position;
        foreach ((byte[] name, uint length, uint at) in _entries)
        {
            byte[] header = new byte[46];
            BinaryPrimitives.WriteUInt32LittleEndian(header, 0x02014b50);
            Common(header.AsSpan(6), name, length);
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(42), at);
            stream.Write(header);
            stream.Write(name);
        }

        byte[] end = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)_entries.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)_entries.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)stream.Position - start);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), start);
        stream.Write(end);
    }

    private void Add(string name, long length, Action write)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        _entries.Add((text, (uint)length, (uint)stream.Position));
        byte[] header = new byte[30];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x04034b50);
        Common(header.AsSpan(4), text, (uint)length);
        stream.Write(header);
        stream.Write(text);
        write();
    }

    // From the version on, both kinds of header are laid out alike.
    private static void Common(Span<byte> header, byte[] name, uint length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, 20);
        BinaryPrimitives.WriteUInt32LittleEndian(header[14..], length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[18..], length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)name.Length);
    }
}
