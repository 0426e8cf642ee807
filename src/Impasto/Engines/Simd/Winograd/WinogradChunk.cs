namespace Impasto.Engines.Simd.Winograd;

/// <summary>How many tiles go through Winograd's stages together.</summary>
/// <remarks>
/// Every chunk reads all weights once. With few channels they lie in the second-level cache, and short chunks keep
/// transformed values there too; with many they come from memory, and long chunks are worth the cache that they
/// overflow: measured at 36, 108 and 132 tiles as the best of 12 to 252 for 64 and 128, 256, and 512 channels.
/// </remarks>
internal static class WinogradChunk
{
    /// <summary>Tiles in a chunk, which follow from the layer alone.</summary>
    /// <param name="inputs">Channels that go in.</param>
    /// <param name="outputs">Channels that come out.</param>
    /// <param name="tiles">All tiles.</param>
    /// <param name="group">What a chunk is a multiple of.</param>
    public static int Tiles(int inputs, int outputs, int tiles, int group)
    {
        int channels = Math.Max(inputs, outputs);
        int longest = channels < 192 ? 36 : channels < 384 ? 108 : 132;

        // An even number of chunks keeps two threads equally busy.
        int chunks = (tiles + longest - 1) / longest;
        chunks += chunks % 2;
        return (((tiles + chunks - 1) / chunks) + group - 1) / group * group;
    }
}
