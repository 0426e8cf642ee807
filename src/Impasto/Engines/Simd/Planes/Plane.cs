namespace Impasto.Engines.Simd.Planes;

/// <summary>
/// Features of a layer in memory: Height x Width positions of Stride channels each, the padded ones zero.
/// </summary>
internal readonly unsafe struct Plane(float* data, int height, int width, int stride)
{
    /// <summary>The first value.</summary>
    public readonly float* Data = data;

    /// <summary>Rows.</summary>
    public readonly int Height = height;

    /// <summary>Columns.</summary>
    public readonly int Width = width;

    /// <summary>Channels, filled up to whole registers.</summary>
    public readonly int Stride = stride;

    public nint Row => (nint)Width * Stride;

    public long Positions => (long)Height * Width;

    /// <summary>Makes rows 0, from one up to another.</summary>
    public void ClearRows(int first, int end)
    {
        for (int y = first; y < end; y++)
            new Span<float>(At(y, 0), (int)Row).Clear();
    }

    public float* At(int y, int x) => Data + ((((nint)y * Width) + x) * Stride);
}
