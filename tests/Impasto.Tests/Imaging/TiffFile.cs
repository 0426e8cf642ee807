using System.Buffers.Binary;

namespace Impasto.Tests.Imaging;

/// <summary>TIFF files of one strip, as other programs write them. Source: TIFF 6.0, 2 and 18.</summary>
internal sealed record TiffFile(int Bits, int Photometric, byte[] Pixel)
{
    /// <summary>1 whole numbers, 2 signed ones, 3 floating point.</summary>
    public int SampleFormat { get; init; } = 1;

    /// <summary>What the channels after the colours are; null leaves the tag out.</summary>
    public int[]? ExtraSamples { get; init; }

    /// <summary>Primaries and white in thousandths; null leaves the tags out.</summary>
    public int[]? Primaries { get; init; }

    /// <summary>The file: 4 x 4 pixels that are all the same.</summary>
    public byte[] Write()
    {
        const int Side = 4;
        int samples = Pixel.Length * 8 / Bits;
        List<(int Tag, int Type, int[] Values)> tags =
        [
            (256, 3, [Side]), (257, 3, [Side]), (258, 3, [.. Enumerable.Repeat(Bits, samples)]), (259, 3, [1]),
            (262, 3, [Photometric]), (273, 4, [8]), (277, 3, [samples]), (278, 3, [Side]),
            (279, 4, [Side * Side * Pixel.Length]), (284, 3, [1]),
        ];
        if (Primaries is { } primaries)
        {
            tags.Add((318, 5, [313, 1000, 329, 1000]));
            tags.Add((319, 5, [.. primaries.SelectMany(value => new[] { value, 1000 })]));
        }

        if (ExtraSamples is { } extra)
            tags.Add((338, 3, extra));
        tags.Add((339, 3, [.. Enumerable.Repeat(SampleFormat, samples)]));
        tags.Sort((left, right) => left.Tag.CompareTo(right.Tag));
        List<byte> file = [.. "II*\0"u8, 0, 0, 0, 0];
        for (int i = 0; i < Side * Side; i++)
            file.AddRange(Pixel);
        var places = new List<byte[]>();
        foreach ((int _, int type, int[] values) in tags)
        {
            byte[] bytes = [.. values.SelectMany(value => type == 3 ? Word(value) : Long(value))];
            if (bytes.Length > 4)
            {
                places.Add(Long(file.Count));
                file.AddRange(bytes);
            }
            else
            {
                places.Add([.. bytes, .. new byte[4 - bytes.Length]]);
            }
        }

        byte[] start = Long(file.Count);
        file.AddRange(Word(tags.Count));
        for (int i = 0; i < tags.Count; i++)
        {
            int count = tags[i].Values.Length / (tags[i].Type == 5 ? 2 : 1);
            file.AddRange([.. Word(tags[i].Tag), .. Word(tags[i].Type), .. Long(count), .. places[i]]);
        }

        file.AddRange(Long(0));
        byte[] whole = [.. file];
        start.CopyTo(whole, 4);
        return whole;
    }

    /// <summary>Floating point values as bytes.</summary>
    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Word(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Long(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
