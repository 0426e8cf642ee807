namespace Impasto.Engines.Simd.Planes;

/// <summary>From which size on a layer's values are written past the caches.</summary>
internal static class CacheLimit
{
    // In registers of a cache line: 8 MB, a share of the last-level cache that a thread may count on.
    private const long Lines = 128 * 1024;

    /// <summary>Whether so many registers are too many.</summary>
    public static bool Exceeded(long registers) => registers > Lines;
}
