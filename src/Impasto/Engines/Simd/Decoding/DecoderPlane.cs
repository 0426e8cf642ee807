namespace Impasto.Engines.Simd.Decoding;

/// <summary>Features with a border of one position: Height x Width positions of some channels each.</summary>
/// <param name="data">The position at -1, -1.</param>
/// <param name="height">Rows without the border.</param>
/// <param name="width">Columns without the border.</param>
/// <param name="channels">Channels, whole registers.</param>
internal readonly unsafe struct DecoderPlane(float* data, int height, int width, int channels)
{
    /// <summary>Rows without the border.</summary>
    public readonly int Height = height;

    /// <summary>Columns without the border.</summary>
    public readonly int Width = width;

    /// <summary>Channels of a position.</summary>
    public readonly int Channels = channels;

    // Kernels take twelve positions at a time and read beyond the last one.
    private const int Beyond = 32;

    /// <summary>Floats from one row to the next.</summary>
    public nint Row => (nint)(Width + 2) * Channels;

    /// <summary>Floats that a plane takes.</summary>
    public static long Length(int height, int width, int channels) =>
        ((height + 2L) * (width + 2L) + Beyond) * channels;

    /// <summary>A position, from -1 to Height and -1 to Width.</summary>
    public float* At(int y, int x) => data + ((y + 1) * Row) + ((nint)(x + 1) * Channels);

    /// <summary>Repeats a row's first and last position beyond its ends.</summary>
    public void RepeatEnds(int y)
    {
        new Span<float>(At(y, 0), Channels).CopyTo(new Span<float>(At(y, -1), Channels));
        new Span<float>(At(y, Width - 1), Channels).CopyTo(new Span<float>(At(y, Width), Channels));
    }

    /// <summary>Copies a row, its border too, to another one.</summary>
    public void RepeatRow(int from, int to) =>
        new Span<float>(At(from, -1), (int)Row).CopyTo(new Span<float>(At(to, -1), (int)Row));
}
