using System.Buffers.Binary;
using System.Numerics;
using Impasto.Imaging.Profiles;

namespace Impasto.Imaging.Files;

/// <summary>Reads Windows and OS/2 bitmaps: 1 to 32 bits a pixel, palettes, run lengths, bit fields.</summary>
/// <remarks>Source: Microsoft, "Bitmap Storage" and BITMAPV5HEADER of the Windows GDI reference.</remarks>
internal sealed class BmpFile
{
    private const int CoreHeader = 12;
    private const int V3Header = 40;
    private const int V4Header = 108;
    private const int V5Header = 124;
    private const int EmbeddedProfile = 0x4D424544; // PROFILE_EMBEDDED
    private const int Plain = 0, Rle8 = 1, Rle4 = 2, BitFields = 3, AlphaBitFields = 6;

    private readonly byte[] _file;
    private readonly int _header;
    private readonly int _bits;
    private readonly int _compression;
    private readonly bool _isTopDown;

    private BmpFile(byte[] file)
    {
        _file = file;
        _header = Int(14);
        if (_header is not CoreHeader and (< V3Header or > 1024) || file.Length < 14 + _header)
            throw new InvalidDataException();
        bool isCore = _header == CoreHeader;
        int height = isCore ? Word(20) : Int(22);
        Width = isCore ? Word(18) : Int(18);
        _isTopDown = height < 0;
        Height = height == int.MinValue ? 0 : Math.Abs(height);
        _bits = Word(isCore ? 24 : 28);
        _compression = isCore ? Plain : Int(30);
        if (Width <= 0 || Height <= 0 || !IsKnown)
            throw new InvalidDataException();
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Whether the file's header names transparency.</summary>
    public bool HasAlpha => AlphaMask != 0;

    private bool IsKnown => (_compression, _bits) is (Plain, 1 or 2 or 4 or 8 or 16 or 24 or 32)
        or (Rle8, 8) or (Rle4, 4) or (BitFields or AlphaBitFields, 16 or 32);

    private bool HasMasks => _compression is BitFields or AlphaBitFields;

    private uint AlphaMask => HasMasks && (_header >= 56 || _compression == AlphaBitFields) ? (uint)Int(66) : 0;

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a kind that is unknown here.</exception>
    public static BmpFile Open(byte[] file) =>
        file.Length >= 26 ? new BmpFile(file) : throw new InvalidDataException();

    /// <summary>Decodes.</summary>
    /// <exception cref="InvalidDataException">It is damaged or cut off.</exception>
    public RawPixels Read()
    {
        int channels = HasAlpha ? 4 : 3;
        // A short file that promises much gets no memory.
        if (_compression is not (Rle8 or Rle4))
            RequireRows();
        byte[] pixels = new byte[(long)Width * Height * channels];
        if (_compression is Rle8 or Rle4)
            ReadRuns(pixels);
        else
            ReadRows(pixels, channels);
        return Header() with { Values = HasAlpha ? Opaque(pixels) : pixels };
    }

    /// <summary>Everything but the pixels.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public RawPixels Header() => new(Width, Height, HasAlpha ? 4 : 3, Array.Empty<byte>())
    {
        Profile = Profile(),
        Resolution = _header >= V3Header && Int(38) > 0 && Int(42) > 0
            ? (Int(38) / 1000.0, Int(42) / 1000.0)
            : null,
    };

    // Programs that write no alpha leave it 0 everywhere.
    private static byte[] Opaque(byte[] pixels)
    {
        bool isEmpty = true;
        for (int i = 3; i < pixels.Length && isEmpty; i += 4)
            isEmpty = pixels[i] == 0;
        for (int i = 3; i < pixels.Length && isEmpty; i += 4)
            pixels[i] = 255;
        return pixels;
    }

    private int Row(int line) => _isTopDown ? line : Height - 1 - line;

    private long Stride => ((((long)Width * _bits) + 31) / 32) * 4;

    private long Start => (uint)Int(10);

    private void RequireRows()
    {
        if (Start + (Stride * (Height - 1)) + ((((long)Width * _bits) + 7) / 8) > _file.Length)
            throw new InvalidDataException();
    }

    private void ReadRows(byte[] pixels, int channels)
    {
        byte[][] palette = _bits <= 8 ? Palette() : [];
        uint[] masks = Masks();
        for (int line = 0; line < Height; line++)
        {
            ReadOnlySpan<byte> row = _file.AsSpan((int)(Start + (line * Stride)));
            Span<byte> target = pixels.AsSpan(Row(line) * Width * channels, Width * channels);
            for (int x = 0; x < Width; x++)
            {
                Span<byte> pixel = target.Slice(x * channels, channels);
                if (_bits <= 8)
                    Colour(palette, (row[x * _bits / 8] >> (8 - _bits - (x * _bits % 8))) & ((1 << _bits) - 1), pixel);
                else if (_bits == 24)
                    (pixel[0], pixel[1], pixel[2]) = (row[(3 * x) + 2], row[(3 * x) + 1], row[3 * x]);
                else
                    Fields(masks, Packed(row, x), pixel);
            }
        }
    }

    private uint Packed(ReadOnlySpan<byte> row, int x) => _bits == 16
        ? BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..])
        : BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]);

    private static void Fields(uint[] masks, uint packed, Span<byte> pixel)
    {
        for (int c = 0; c < pixel.Length; c++)
        {
            int shift = masks[c] == 0 ? 0 : BitOperations.TrailingZeroCount(masks[c]);
            uint most = masks[c] >> shift;
            pixel[c] = most == 0 ? (byte)0 : (byte)Math.Round(((packed & masks[c]) >> shift) * 255.0 / most);
        }
    }

    private uint[] Masks()
    {
        if (HasMasks)
            return [(uint)Int(54), (uint)Int(58), (uint)Int(62), AlphaMask];
        return _bits == 16 ? [0x7C00, 0x03E0, 0x001F, 0] : [0xFF0000, 0xFF00, 0xFF, 0];
    }

    private static void Colour(byte[][] palette, int index, Span<byte> pixel)
    {
        if (index < palette.Length)
            palette[index].CopyTo(pixel);
    }

    private byte[][] Palette()
    {
        int each = _header == CoreHeader ? 3 : 4, start = 14 + _header;
        int used = _header == CoreHeader || Int(46) == 0 ? 1 << _bits : Int(46);
        int count = Math.Clamp(Math.Min(used, (_file.Length - start) / each), 0, 256);
        return [.. Enumerable.Range(0, count).Select(i => start + (i * each)).Select(at =>
            new[] { _file[at + 2], _file[at + 1], _file[at] })];
    }

    // Pairs of a count and a colour; a count of 0 is a command. Pixels that are skipped stay black.
    private void ReadRuns(byte[] pixels)
    {
        byte[][] palette = Palette();
        int at = (int)Math.Min((uint)Int(10), int.MaxValue), x = 0, line = 0;
        while (line < Height)
        {
            int count = Byte(at++), value = Byte(at++);
            if (count > 0)
            {
                for (int i = 0; i < count; i++)
                    Put(Index(value, i));
            }
            else if (value == 0)
            {
                (x, line) = (0, line + 1);
            }
            else if (value == 1)
            {
                return;
            }
            else if (value == 2)
            {
                x += Byte(at++);
                line += Byte(at++);
            }
            else
            {
                for (int i = 0; i < value; i++)
                    Put(_bits == 8 ? Byte(at + i) : Index(Byte(at + (i / 2)), i));
                int bytes = _bits == 8 ? value : (value + 1) / 2;
                at += bytes + (bytes % 2);
            }
        }

        void Put(int index)
        {
            if (x < Width && line < Height)
                Colour(palette, index, pixels.AsSpan(((Row(line) * Width) + x) * 3, 3));
            x++;
        }

        int Index(int value, int i) => _bits == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15;
    }

    private byte[]? Profile()
    {
        if (_header < V4Header)
            return null;
        if (Int(70) == 0)
            return Calibrated();
        if (_header < V5Header || Int(70) != EmbeddedProfile)
            return null;
        long start = 14L + (uint)Int(126), length = (uint)Int(130);
        return start + length <= _file.Length ? _file[(int)start..(int)(start + length)] : null;
    }

    // LCS_CALIBRATED_RGB: X, Y, Z of each primary with 30 bits behind the point, and exponents with 16.
    private byte[]? Calibrated()
    {
        double[] xyz = [.. Enumerable.Range(0, 9).Select(i => Int(74 + (4 * i)) / (double)(1 << 30))];
        double gamma = Int(110) / 65536.0;
        double white = xyz.Sum();
        if (gamma is not (> 0.1 and < 10) || !(white > 0))
            return null;
        var primaries = new Chromaticities(Point(0, 3), Point(3, 3), Point(6, 3), White());
        return new RgbSpace("calibrated RGB of a BMP file", primaries, ToneCurve.Power(gamma)).Profile(3);

        (double X, double Y) Point(int from, int count)
        {
            double sum = xyz.Skip(from).Take(count).Sum();
            return sum > 0 ? (xyz[from] / sum, xyz[from + 1] / sum) : (0, 0);
        }

        (double X, double Y) White() => ((xyz[0] + xyz[3] + xyz[6]) / white, (xyz[1] + xyz[4] + xyz[7]) / white);
    }

    private int Byte(int at) => at >= 0 && at < _file.Length ? _file[at] : throw new InvalidDataException();

    private int Word(int at) => at + 2 <= _file.Length
        ? BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(at))
        : throw new InvalidDataException();

    private int Int(int at) => at + 4 <= _file.Length
        ? BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(at))
        : throw new InvalidDataException();
}
