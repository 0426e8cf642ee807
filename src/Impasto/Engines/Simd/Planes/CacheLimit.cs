namespace Impasto.Engines.Simd.Planes;

/// <summary>The size from which a layer's values are written past the caches.</summary>
internal static class CacheLimit
{
    // In registers of a cache line: 8 MB, a share of the last-level cache that a thread may count on.
    private const long Lines = 128 * 1024;

    /// <summary>Whether a layer of so many registers is above the limit.</summary>
    public static bool Exceeded(long registers) => registers > Lines;
}
