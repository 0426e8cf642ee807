using System.Runtime.CompilerServices;

namespace Impasto.Engines.Simd.Lanes;

/// <summary>Asks for memory that will be read soon.</summary>
internal static unsafe class CacheFetch<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Brings a row of numbers into the second-level cache; it need not be valid memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row(float* first, nint length)
    {
        for (nint at = 0; at < length; at += TLanes.Count)
            TLanes.Prefetch(first + at);
    }
}
