namespace Impasto.Engines.Simd;

/// <summary>How many tiles go through Winograd's stages together.</summary>
internal static class WinogradChunk
{
    // Of a second-level cache of 1 MB, the rest is for weights and features on their way.
    private const int Budget = 640 * 1024;

    // Below, weights cross the memory bus too often; above, nothing is gained.
    private const int Fewest = 24;
    private const int Most = 60;
    private const int Group = 12;

    // Enough pieces for some threads even on a small layer.
    private const int Pieces = 4;

    public static int Tiles(int size, int inputs, int outputs, int tiles)
    {
        int bytes = size * size * (inputs + outputs) * sizeof(float);
        int chunk = Math.Clamp(Budget / bytes / Group * Group, Fewest, Most);
        int share = (tiles + Pieces - 1) / Pieces;
        return Math.Min(chunk, (share + Group - 1) / Group * Group);
    }
}
