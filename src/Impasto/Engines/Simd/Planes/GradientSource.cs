using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;

namespace Impasto.Engines.Simd.Planes;

/// <summary>
/// The gradient that reaches a convolution's outputs, read through its ReLU and the pooling after it.
/// </summary>
/// <remarks>
/// Where the layer is pooled the gradient stays at the pooled size, a quarter of the memory: the bits say which of the
/// four positions it belongs to.
/// </remarks>
internal readonly unsafe struct GradientSource(
    float* gradient, byte* bits, int height, int width, int stride, bool pooled, float share)
{
    /// <summary>dL/dfeatures, or dL/dpooled features.</summary>
    public readonly float* Gradient = gradient;

    /// <summary>One bit a value of the unpooled layer: the gradient passes.</summary>
    public readonly byte* Bits = bits;

    /// <summary>Rows of the unpooled layer.</summary>
    public readonly int Height = height;

    /// <summary>Columns of the unpooled layer.</summary>
    public readonly int Width = width;

    /// <summary>Channels in memory.</summary>
    public readonly int Stride = stride;

    /// <summary>Whether the gradient is at the pooled size.</summary>
    public readonly bool Pooled = pooled;

    /// <summary>Each position's share of it: 1, or a quarter behind average pooling.</summary>
    public readonly float Share = share;

    /// <summary>Reads one block of a piece of a row; zero beyond the edge, which the piece may cross.</summary>
    /// <param name="y">The row.</param>
    /// <param name="left">The first column.</param>
    /// <param name="count">Positions.</param>
    /// <param name="block">Which block of channels.</param>
    /// <param name="target">Where the first position's register goes.</param>
    /// <param name="step">Floats from one position of the target to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyRow<TLanes>(int y, int left, int count, int block, float* target, nint step)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int lanes = TLanes.Count, blocks = Stride / lanes;
        bool inside = (uint)y < (uint)(Pooled ? Height / 2 * 2 : Height);
        int first = inside ? Math.Clamp(-left, 0, count) : count;
        int end = inside ? Math.Clamp((Pooled ? Width / 2 * 2 : Width) - left, first, count) : count;
        for (int x = 0; x < first; x++)
            TLanes.Store(TLanes.Zero, target + (x * step));
        nint at = ((((nint)y * Width) + left + first) * blocks) + block;
        if (Pooled)
        {
            TLanes factor = TLanes.Broadcast(Share);
            float* row = Gradient + ((((nint)(y / 2) * (Width / 2) * blocks) + block) * lanes);
            for (int x = first; x < end; x++, at += blocks)
            {
                TLanes value = TLanes.Load(row + ((left + x) / 2 * (nint)Stride));
                TLanes.Store(factor * TLanes.Keep(value, TLanes.LoadBits(Bits, at)), target + (x * step));
            }
        }
        else
        {
            for (int x = first; x < end; x++, at += blocks)
                TLanes.Store(
                    TLanes.Keep(TLanes.Load(Gradient + (at * lanes)), TLanes.LoadBits(Bits, at)), target + (x * step));
        }

        for (int x = end; x < count; x++)
            TLanes.Store(TLanes.Zero, target + (x * step));
    }

    /// <summary>Fetches a piece of a row that will be read soon.</summary>
    public void Prefetch<TLanes>(int y, int left, int count)
        where TLanes : unmanaged, ILanes<TLanes> =>
        CacheFetch<TLanes>.Row(At(y, left), (nint)(count / Scale) * Stride);

    /// <summary>Positions of the layer, across or down, that one of the gradient stands for.</summary>
    public int Scale => Pooled ? 2 : 1;

    /// <summary>Where a position's gradient is; beyond the edge, an address that is good for fetching only.</summary>
    public float* At(int y, int x) => Gradient + ((((nint)(y / Scale) * (Width / Scale)) + (x / Scale)) * Stride);
}
