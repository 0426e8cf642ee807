using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;

namespace Impasto.Engines.Simd.Winograd;

/// <summary>
/// F(6 x 6, 3 x 3), points 0, 1, -1, 2, -2, 1/2, -1/2: 1.78 multiplications an output and 64 weights a pair of
/// channels.
/// </summary>
internal readonly unsafe struct WinogradTile6 : IWinogradTile
{
    public static int Outputs => 6;

    public static int Inputs => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TLanes>(float* source, nint sourceStep, float* target, nint targetStep)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes d0 = TLanes.Load(source), d1 = TLanes.Load(source + sourceStep),
            d2 = TLanes.Load(source + (2 * sourceStep));
        TLanes d3 = TLanes.Load(source + (3 * sourceStep)), d4 = TLanes.Load(source + (4 * sourceStep));
        TLanes d5 = TLanes.Load(source + (5 * sourceStep)), d6 = TLanes.Load(source + (6 * sourceStep));
        TLanes d7 = TLanes.Load(source + (7 * sourceStep));
        TLanes wide = TLanes.Broadcast(5.25f), near = TLanes.Broadcast(-4.25f);
        TLanes.Store(TLanes.MultiplyAdd(wide, d4 - d2, d0 - d6), target);
        TLanes.Store(TLanes.MultiplyAdd(wide, d3 - d5, d7 - d1), target + (7 * targetStep));

        TLanes even = TLanes.MultiplyAdd(near, d4, d2 + d6), odd = TLanes.MultiplyAdd(near, d3, d1 + d5);
        TLanes.Store(even + odd, target + targetStep);
        TLanes.Store(even - odd, target + (2 * targetStep));

        TLanes quarter = TLanes.Broadcast(0.25f), half = TLanes.Broadcast(0.5f), two = TLanes.Broadcast(2),
            four = TLanes.Broadcast(4);
        TLanes minus5Quarters = TLanes.Broadcast(-1.25f), minus5Halves = TLanes.Broadcast(-2.5f),
            minus5 = TLanes.Broadcast(-5);
        even = TLanes.MultiplyAdd(quarter, d2, TLanes.MultiplyAdd(minus5Quarters, d4, d6));
        odd = TLanes.MultiplyAdd(half, d1, TLanes.MultiplyAdd(minus5Halves, d3, two * d5));
        TLanes.Store(even + odd, target + (3 * targetStep));
        TLanes.Store(even - odd, target + (4 * targetStep));

        even = TLanes.MultiplyAdd(four, d2, TLanes.MultiplyAdd(minus5, d4, d6));
        odd = TLanes.MultiplyAdd(two, d1, TLanes.MultiplyAdd(minus5Halves, d3, half * d5));
        TLanes.Store(even + odd, target + (5 * targetStep));
        TLanes.Store(even - odd, target + (6 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TLanes>(float* source, nint sourceStep, float* target, nint targetStep)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes x1 = TLanes.Load(source + sourceStep), x2 = TLanes.Load(source + (2 * sourceStep));
        TLanes x3 = TLanes.Load(source + (3 * sourceStep)), x4 = TLanes.Load(source + (4 * sourceStep));
        TLanes x5 = TLanes.Load(source + (5 * sourceStep)), x6 = TLanes.Load(source + (6 * sourceStep));
        TLanes sum1 = x1 + x2, difference1 = x1 - x2;
        TLanes sum2 = x3 + x4, difference2 = x3 - x4;
        TLanes sum3 = x5 + x6, difference3 = x5 - x6;
        TLanes.Store(TLanes.Load(source) + sum1 + (sum2 + sum3), target);
        TLanes.Store(Weigh<TLanes>(difference1, difference2, 2, difference3, 1 / 2f), target + targetStep);
        TLanes.Store(Weigh<TLanes>(sum1, sum2, 4, sum3, 1 / 4f), target + (2 * targetStep));
        TLanes.Store(Weigh<TLanes>(difference1, difference2, 8, difference3, 1 / 8f), target + (3 * targetStep));
        TLanes.Store(Weigh<TLanes>(sum1, sum2, 16, sum3, 1 / 16f), target + (4 * targetStep));
        TLanes.Store(
            Weigh<TLanes>(difference1, difference2, 32, difference3, 1 / 32f) + TLanes.Load(source + (7 * sourceStep)),
            target + (5 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Kernel<TLanes>(float* source, nint sourceStep, float* target, nint targetStep)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes g0 = TLanes.Load(source), g1 = TLanes.Load(source + sourceStep),
            g2 = TLanes.Load(source + (2 * sourceStep));
        TLanes scale = TLanes.Broadcast(-2 / 9f);
        TLanes outer = (g0 + g2) * scale, middle = g1 * scale;
        TLanes.Store(g0, target);
        TLanes.Store(outer + middle, target + targetStep);
        TLanes.Store(outer - middle, target + (2 * targetStep));
        outer = TLanes.MultiplyAdd(TLanes.Broadcast(1 / 90f), g0, TLanes.Broadcast(4 / 90f) * g2);
        middle = TLanes.Broadcast(2 / 90f) * g1;
        TLanes.Store(outer + middle, target + (3 * targetStep));
        TLanes.Store(outer - middle, target + (4 * targetStep));
        outer = TLanes.MultiplyAdd(TLanes.Broadcast(32 / 45f), g0, TLanes.Broadcast(8 / 45f) * g2);
        middle = TLanes.Broadcast(16 / 45f) * g1;
        TLanes.Store(outer + middle, target + (5 * targetStep));
        TLanes.Store(outer - middle, target + (6 * targetStep));
        TLanes.Store(g2, target + (7 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Weigh<TLanes>(
        TLanes first, TLanes second, float secondWeight, TLanes third, float thirdWeight)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MultiplyAdd(
            TLanes.Broadcast(secondWeight), second, TLanes.MultiplyAdd(TLanes.Broadcast(thirdWeight), third, first));
}
