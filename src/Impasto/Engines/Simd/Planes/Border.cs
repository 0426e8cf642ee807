namespace Impasto.Engines.Simd.Planes;

/// <summary>Which position inside stands for one just beyond the edge.</summary>
internal static class Border
{
    /// <summary>What stands for zero.</summary>
    public const int Nowhere = -1;

    /// <summary>The position that is seen at one; <see cref="Nowhere"/> for zeros and for what no output inside looks at.</summary>
    public static int Seen(int at, int length, PaddingMode padding)
    {
        if ((uint)at < (uint)length)
            return at;
        if (padding == PaddingMode.Zero || at < -1 || at > length)
            return Nowhere;
        return padding == PaddingMode.Reflect && length > 1
            ? (at < 0 ? 1 : length - 2)
            : Math.Clamp(at, 0, length - 1);
    }

    /// <summary>The padding of one convolution, which is never <see cref="PaddingMode.ReplicateInput"/>.</summary>
    public static PaddingMode Of(PaddingMode network, bool first) =>
        network != PaddingMode.ReplicateInput ? network : first ? PaddingMode.Replicate : PaddingMode.Zero;
}
