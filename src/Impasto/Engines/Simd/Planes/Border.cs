namespace Impasto.Engines.Simd.Planes;

/// <summary>Maps a position just beyond the edge to the position inside that padding shows there.</summary>
internal static class Border
{
    /// <summary>No position: the padding is zero.</summary>
    public const int Nowhere = -1;

    /// <summary>
    /// The position inside that is shown at one; <see cref="Nowhere"/> for zeros and for positions that no output
    /// reads.
    /// </summary>
    public static int Seen(int at, int length, PaddingMode padding)
    {
        if ((uint)at < (uint)length)
            return at;
        if (padding == PaddingMode.Zero || at < -1 || at > length)
            return Nowhere;
        if (padding == PaddingMode.Wrap)
            return at < 0 ? length - 1 : 0;
        return padding == PaddingMode.Reflect && length > 1
            ? (at < 0 ? 1 : length - 2)
            : Math.Clamp(at, 0, length - 1);
    }

    /// <summary>The padding of one convolution, which is never <see cref="PaddingMode.ReplicateInput"/>.</summary>
    public static PaddingMode Of(PaddingMode network, bool first) =>
        network != PaddingMode.ReplicateInput ? network : first ? PaddingMode.Replicate : PaddingMode.Zero;
}
