namespace Impasto.Engines.Simd;

/// <summary>How many tiles go through Winograd's stages together.</summary>
/// <remarks>
/// Every chunk reads all weights once. With few channels they lie in the second-level cache, and short chunks keep what is
/// transformed there too; with many they come from memory, and long chunks are worth the cache that they overflow: measured
/// at 36, 108 and 132 tiles as the best of 12 to 252 for 64 and 128, 256, and 512 channels.
/// </remarks>
internal static class WinogradChunk
{
    private const int Group = 12;

    /// <summary>Tiles in a chunk: a multiple of 12 that follows from the layer alone.</summary>
    public static int Tiles(int inputs, int outputs, int tiles)
    {
        int channels = Math.Max(inputs, outputs);
        int longest = channels < 192 ? 36 : channels < 384 ? 108 : 132;

        // An even number of chunks keeps two threads equally busy.
        int chunks = (tiles + longest - 1) / longest;
        chunks += chunks % 2;
        return (((tiles + chunks - 1) / chunks) + Group - 1) / Group * Group;
    }
}
