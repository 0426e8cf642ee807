namespace Impasto.Bench.Quality;

/// <summary>Which pictures a study makes, and where it keeps them.</summary>
internal sealed record StudyOptions
{
    /// <summary>Folder of photographs.</summary>
    public required string Contents { get; init; }

    /// <summary>Folder of paintings.</summary>
    public required string Styles { get; init; }

    /// <summary>The teacher's two weight files.</summary>
    public required IReadOnlyList<string> Teachers { get; init; }

    /// <summary>Pixels of the longer side of every picture.</summary>
    public required int Size { get; init; }

    /// <summary>Style weights that preset fine is tried with.</summary>
    public required IReadOnlyList<double> StyleWeights { get; init; }

    /// <summary>Folder for pictures, measures.csv and table.md.</summary>
    public required string Output { get; init; }

    /// <summary>Threads; 0 takes all processors.</summary>
    public int Threads { get; init; }

    /// <summary>Only pairs whose name contains this; null takes all.</summary>
    public string? Only { get; init; }
}
