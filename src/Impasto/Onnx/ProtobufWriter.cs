using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Impasto.Onnx;

/// <summary>Writes the fields of a message in protobuf's encoding.</summary>
/// <remarks>
/// Source: protobuf.dev, "Encoding": a field is its number and wire type as a varint, and then a varint (0), or a
/// length and bytes (2). The messages of an ONNX file need nothing else here.
/// </remarks>
internal sealed class ProtobufWriter
{
    private const int Varints = 0, Lengths = 2;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The message so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>A whole number.</summary>
    public ProtobufWriter Number(int field, long value)
    {
        Varint((ulong)((field << 3) | Varints));
        Varint((ulong)value);
        return this;
    }

    /// <summary>A text.</summary>
    public ProtobufWriter Text(int field, string value) => Content(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Bytes, or packed numbers.</summary>
    public ProtobufWriter Content(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)((field << 3) | Lengths));
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>Whole numbers, packed.</summary>
    public ProtobufWriter Numbers(int field, params ReadOnlySpan<long> values)
    {
        var packed = new ProtobufWriter();
        foreach (long value in values)
            packed.Varint((ulong)value);
        return Content(field, packed.Bytes);
    }

    /// <summary>A message inside this one.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter value) => Content(field, value.Bytes);

    /// <summary>The bytes of numbers as they lie in memory; little-endian, as all machines that .NET runs on.</summary>
    public static ReadOnlySpan<byte> Raw<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan());

    private void Varint(ulong value)
    {
        for (; value > 0x7F; value >>= 7)
            _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
    }
}
