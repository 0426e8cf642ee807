using Impasto.Storage;

namespace Impasto;

/// <summary>What a run will take, found out before it begins.</summary>
/// <param name="Scales">Its scales, the coarsest first.</param>
/// <param name="Parts">Where the memory of the largest moment goes.</param>
/// <param name="MemoryLimit">Bytes that the run may take above what the process has already.</param>
public sealed record StylizePlan(
    IReadOnlyList<StylizePlanScale> Scales, IReadOnlyList<StylizePlanPart> Parts, long MemoryLimit)
{
    /// <summary>Bytes that the run takes at most, above what the process has already; a run never takes more.</summary>
    public long Bytes => Parts.Sum(part => part.Bytes);

    /// <summary>Bytes of temporary files.</summary>
    public long DiskBytes { get; init; }

    /// <summary>
    /// The scales of the runs before it, which give styles the strokes of others; most runs have none.
    /// </summary>
    public IReadOnlyList<StylizePlanScale> Mixing { get; init; } = [];

    /// <summary>
    /// Multiplications of all convolutions as they are written, tiles' margins, repeated passes and the runs before it
    /// included.
    /// </summary>
    public double Multiplications { get; init; }

    /// <summary>Folder of temporary files.</summary>
    public string Folder { get; init; } = TemporaryFolder.Default;
}
