using System.Buffers.Binary;
using System.Text;

namespace Impasto.Tests.Networks.Files;

/// <summary>Writes pickles operation by operation, well-formed or not.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>Whether texts are written as Python 2 writes them.</summary>
    public bool Python2 { get; init; }

    public byte[] ToArray() => [.. _bytes];

    public PickleWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Operations that are one letter each.</summary>
    public PickleWriter Op(string letters) => Raw(Encoding.Latin1.GetBytes(letters));

    public PickleWriter Protocol(byte version = 2) => Raw(0x80, version);

    public PickleWriter Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Python2 ? Op("U").Raw((byte)bytes.Length).Raw(bytes) : Op("X").Word(bytes.Length).Raw(bytes);
    }

    public PickleWriter Global(string module, string name) => Op($"c{module}\n{name}\n");

    /// <summary>An integer in as few bytes as Python gives it.</summary>
    public PickleWriter Int(long value) => value switch
    {
        >= 0 and <= byte.MaxValue => Op("K").Raw((byte)value),
        >= 0 and <= ushort.MaxValue => Op("M").Raw((byte)value, (byte)(value >> 8)),
        >= int.MinValue and <= int.MaxValue => Op("J").Word((int)value),
        _ => Raw(0x8a, 8).Raw(BitConverter.GetBytes(value)),
    };

    public PickleWriter Tuple(params ReadOnlySpan<long> values)
    {
        Op("(");
        foreach (long value in values)
            Int(value);
        return Op("t");
    }

    public PickleWriter Word(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Raw(bytes);
    }
}
