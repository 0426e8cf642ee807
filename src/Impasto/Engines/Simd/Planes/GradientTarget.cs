namespace Impasto.Engines.Simd.Planes;

/// <summary>Where the gradient of a convolution's inputs goes.</summary>
internal readonly unsafe struct GradientTarget(
    float* gradient, int height, int width, int stride, bool adds, PaddingMode padding, float* rim)
{
    /// <summary>Height x Width x Stride.</summary>
    public readonly float* Gradient = gradient;

    /// <summary>Rows.</summary>
    public readonly int Height = height;

    /// <summary>Columns.</summary>
    public readonly int Width = width;

    /// <summary>Channels in memory.</summary>
    public readonly int Stride = stride;

    /// <summary>Whether a loss's own gradient lies there already.</summary>
    public readonly bool Adds = adds;

    /// <summary>Whether it is too large to be in a cache when it is read.</summary>
    public readonly bool Streams = !adds && CacheLimit.Exceeded((long)height * width * stride / 16);

    /// <summary>
    /// What the convolution saw beyond the edge; its gradient belongs to the positions that were seen.
    /// </summary>
    public readonly PaddingMode Padding = padding;

    /// <summary>Room for the gradient of the positions just beyond the edge; not needed for zeros.</summary>
    public readonly float* Rim = rim;

    /// <summary>
    /// Positions in the rim: the rows above and below with their corners, the columns left and right.
    /// </summary>
    public static long RimPositions(int height, int width) => (2L * (width + 2)) + (2L * height);

    /// <summary>A position's place, inside or in the rim.</summary>
    public float* At(int y, int x)
    {
        if ((uint)y < (uint)Height && (uint)x < (uint)Width)
            return Gradient + ((((nint)y * Width) + x) * Stride);
        nint across = Width + 2;
        nint place = y < 0 ? x + 1 : y >= Height ? across + x + 1 : (2 * across) + (x < 0 ? 0 : Height) + y;
        return Rim + (place * Stride);
    }

    /// <summary>Adds the rim to the positions that the convolution saw in its place; in a fixed order.</summary>
    public void FoldRim()
    {
        for (int x = -1; x <= Width; x++)
        {
            Fold(-1, x);
            Fold(Height, x);
        }

        for (int y = 0; y < Height; y++)
        {
            Fold(y, -1);
            Fold(y, Width);
        }
    }

    private void Fold(int y, int x)
    {
        var source = new ReadOnlySpan<float>(At(y, x), Stride);
        var target = new Span<float>(At(Border.Seen(y, Height, Padding), Border.Seen(x, Width, Padding)), Stride);
        for (int c = 0; c < target.Length; c++)
            target[c] += source[c];
    }
}
