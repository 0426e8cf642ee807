using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Impasto.Imaging.Files;

/// <summary>
/// Reads PBM, PGM, PPM, PAM and PFM: bits, greys and colours, in text or binary, up to 16 bits or as floats.
/// </summary>
/// <remarks>Source: Netpbm's format pages pbm, pgm, ppm, pam; PFM: Debevec, "PFM Portable FloatMap".</remarks>
internal sealed class NetpbmFile
{
    private const int MostMaximum = 65_535;
    private const int LongestWord = 64;

    private readonly byte[] _file;
    private readonly char _kind;
    private readonly int _maximum = 1;
    private readonly bool _isLittle;
    private int _at = 2;

    private NetpbmFile(byte[] file)
    {
        _file = file;
        _kind = (char)file[1];
        if (_kind == '7')
        {
            (Width, Height, Channels, _maximum) = PamHeader();
            return;
        }

        Width = Number();
        Height = Number();
        Channels = _kind is '3' or '6' or 'F' ? 3 : 1;
        if (IsFloat)
            _isLittle = Word().StartsWith('-');
        else if (!IsBits)
            _maximum = Number();
        // One space ends the header of the binary forms.
        if (_kind >= '4' || IsFloat)
            _at++;
        Check();
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Values a pixel, 1 to 4.</summary>
    public int Channels { get; }

    /// <summary>Bits a channel: 8, 16 or 32.</summary>
    public int Bits => IsFloat ? 32 : _maximum > 255 ? 16 : 8;

    private bool IsFloat => _kind is 'f' or 'F';

    private bool IsBits => _kind is '1' or '4';

    private bool IsText => _kind is '1' or '2' or '3';

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static NetpbmFile Open(byte[] file) => file.Length > 2 ? new(file) : throw new InvalidDataException();

    /// <summary>Decodes.</summary>
    /// <exception cref="InvalidDataException">It is damaged or cut off.</exception>
    public RawPixels Read()
    {
        long count = (long)Width * Height * Channels;
        RequireLength(count);
        if (IsFloat)
            return new RawPixels(Width, Height, Channels, Floats(count));
        if (_maximum <= 255)
        {
            byte[] bytes = new byte[count];
            Fill(value => (byte)Math.Round(value * 255.0 / _maximum), bytes);
            return new RawPixels(Width, Height, Channels, bytes);
        }

        ushort[] words = new ushort[count];
        Fill(value => (ushort)Math.Round(value * 65535.0 / _maximum), words);
        return new RawPixels(Width, Height, Channels, words);
    }

    /// <summary>Everything but the pixels.</summary>
    public RawPixels Header() => new(
        Width,
        Height,
        Channels,
        IsFloat ? Array.Empty<float>() : _maximum > 255 ? Array.Empty<ushort>() : Array.Empty<byte>());

    // The text form needs at least a digit for each value: a short file that promises much gets no memory.
    private void RequireLength(long count)
    {
        long needed = _kind == '4' ? (long)((Width + 7) / 8) * Height
            : IsText ? count
            : count * (IsFloat ? 4 : _maximum > 255 ? 2 : 1);
        if (_file.Length - _at < needed)
            throw new InvalidDataException();
    }

    private void Fill<T>(Func<int, T> convert, T[] values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = convert(Math.Min(Value(i), _maximum));
    }

    private int Value(int i) => _kind switch
    {
        '1' => 1 - Bit(),
        '2' or '3' => Number(),
        '4' => 1 - ((_file[_at + (i / Width * ((Width + 7) / 8)) + (i % Width / 8)] >> (7 - (i % Width % 8))) & 1),
        _ when _maximum > 255 => BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(_at + (2 * i))),
        _ => _file[_at + i],
    };

    // Rows come from the bottom.
    private float[] Floats(long count)
    {
        float[] values = new float[count];
        int row = Width * Channels;
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> bytes = _file.AsSpan(_at + (4 * i), 4);
            float value = _isLittle
                ? BinaryPrimitives.ReadSingleLittleEndian(bytes)
                : BinaryPrimitives.ReadSingleBigEndian(bytes);
            values[((Height - 1 - (i / row)) * row) + (i % row)] = value;
        }

        return values;
    }

    private (int Width, int Height, int Channels, int Maximum) PamHeader()
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        for (string word = Word(); word != "ENDHDR"; word = Word())
        {
            string value = Word();
            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                numbers[word] = number;
        }

        _at++;
        return numbers.TryGetValue("WIDTH", out int width) && numbers.TryGetValue("HEIGHT", out int height)
            && numbers.TryGetValue("DEPTH", out int depth) && numbers.TryGetValue("MAXVAL", out int maximum)
            && width > 0 && height > 0 && depth is >= 1 and <= 4 && maximum is >= 1 and <= MostMaximum
            ? (width, height, depth, maximum)
            : throw new InvalidDataException();
    }

    private void Check()
    {
        if (Width < 1 || Height < 1 || _maximum is < 1 or > MostMaximum)
            throw new InvalidDataException();
    }

    private int Number() =>
        int.TryParse(Word(), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new InvalidDataException();

    // Bits of the text form may follow each other without a space.
    private int Bit()
    {
        SkipSpace();
        return Byte(_at++) switch { '0' => 0, '1' => 1, _ => throw new InvalidDataException() };
    }

    private string Word()
    {
        SkipSpace();
        int start = _at;
        while (_at < _file.Length && !char.IsWhiteSpace((char)_file[_at]) && _at - start <= LongestWord)
            _at++;
        return _at > start ? Encoding.Latin1.GetString(_file, start, _at - start) : throw new InvalidDataException();
    }

    private void SkipSpace()
    {
        for (; char.IsWhiteSpace((char)Byte(_at)) || _file[_at] == '#'; _at++)
        {
            if (_file[_at] != '#')
                continue;
            while (Byte(_at) is not ('\n' or '\r'))
                _at++;
        }
    }

    private int Byte(int at) => at < _file.Length ? _file[at] : throw new InvalidDataException();
}
