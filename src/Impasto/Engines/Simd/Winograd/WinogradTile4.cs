using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;

namespace Impasto.Engines.Simd.Winograd;

/// <summary>
/// F(4 x 4, 3 x 3), points 0, 1, -1, 2, -2: 2.25 multiplications an output and 36 weights a pair of channels.
/// </summary>
internal readonly unsafe struct WinogradTile4 : IWinogradTile
{
    public static int Outputs => 4;

    public static int Inputs => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TLanes>(float* source, nint sourceStep, float* target, nint targetStep)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes d0 = TLanes.Load(source), d1 = TLanes.Load(source + sourceStep),
            d2 = TLanes.Load(source + (2 * sourceStep));
        TLanes d3 = TLanes.Load(source + (3 * sourceStep)), d4 = TLanes.Load(source + (4 * sourceStep));
        TLanes d5 = TLanes.Load(source + (5 * sourceStep));
        TLanes minus4 = TLanes.Broadcast(-4), minus5 = TLanes.Broadcast(-5), four = TLanes.Broadcast(4),
            two = TLanes.Broadcast(2);
        TLanes even = TLanes.MultiplyAdd(minus4, d2, d4), odd = TLanes.MultiplyAdd(minus4, d1, d3);
        TLanes evenTwo = d4 - d2, oddTwo = two * (d3 - d1);
        TLanes.Store(TLanes.MultiplyAdd(four, d0, TLanes.MultiplyAdd(minus5, d2, d4)), target);
        TLanes.Store(even + odd, target + targetStep);
        TLanes.Store(even - odd, target + (2 * targetStep));
        TLanes.Store(evenTwo + oddTwo, target + (3 * targetStep));
        TLanes.Store(evenTwo - oddTwo, target + (4 * targetStep));
        TLanes.Store(TLanes.MultiplyAdd(four, d1, TLanes.MultiplyAdd(minus5, d3, d5)), target + (5 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TLanes>(float* source, nint sourceStep, float* target, nint targetStep)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes x1 = TLanes.Load(source + sourceStep), x2 = TLanes.Load(source + (2 * sourceStep));
        TLanes x3 = TLanes.Load(source + (3 * sourceStep)), x4 = TLanes.Load(source + (4 * sourceStep));
        TLanes sum1 = x1 + x2, difference1 = x1 - x2, sum2 = x3 + x4, difference2 = x3 - x4;
        TLanes.Store(TLanes.Load(source) + sum1 + sum2, target);
        TLanes.Store(TLanes.MultiplyAdd(TLanes.Broadcast(2), difference2, difference1), target + targetStep);
        TLanes.Store(TLanes.MultiplyAdd(TLanes.Broadcast(4), sum2, sum1), target + (2 * targetStep));
        TLanes.Store(
            TLanes.MultiplyAdd(TLanes.Broadcast(8), difference2, difference1) + TLanes.Load(source + (5 * sourceStep)),
            target + (3 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Kernel<TLanes>(float* source, nint sourceStep, float* target, nint targetStep)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes g0 = TLanes.Load(source), g1 = TLanes.Load(source + sourceStep),
            g2 = TLanes.Load(source + (2 * sourceStep));
        TLanes sixth = TLanes.Broadcast(-1 / 6f);
        TLanes sum = (g0 + g2) * sixth, middle = g1 * sixth;
        TLanes outer = TLanes.MultiplyAdd(TLanes.Broadcast(1 / 24f), g0, TLanes.Broadcast(1 / 6f) * g2);
        TLanes half = g1 * TLanes.Broadcast(1 / 12f);
        TLanes.Store(g0 * TLanes.Broadcast(0.25f), target);
        TLanes.Store(sum + middle, target + targetStep);
        TLanes.Store(sum - middle, target + (2 * targetStep));
        TLanes.Store(outer + half, target + (3 * targetStep));
        TLanes.Store(outer - half, target + (4 * targetStep));
        TLanes.Store(g2, target + (5 * targetStep));
    }
}
