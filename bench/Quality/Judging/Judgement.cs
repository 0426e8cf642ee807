namespace Impasto.Bench.Quality.Judging;

/// <summary>What the judge finds in one result. Less is better, except for contours.</summary>
internal sealed record Judgement
{
    /// <summary>Strokes: <see cref="NearestPatches"/>.</summary>
    public required double Patches { get; init; }

    /// <summary>Strokes: <see cref="SlicedWasserstein"/>.</summary>
    public required double Wasserstein { get; init; }

    /// <summary>Content: <see cref="KeptContours"/>; more is better.</summary>
    public required double Contours { get; init; }

    /// <summary>Content: <see cref="SelfSimilarity"/>.</summary>
    public required double SelfSimilarity { get; init; }

    /// <summary>Fault: <see cref="FineDetail.Grain"/>.</summary>
    public required double Grain { get; init; }

    /// <summary>Fault: <see cref="FineDetail.Fringes"/>.</summary>
    public required double Fringes { get; init; }

    /// <summary>Fault: <see cref="ForeignColors"/>.</summary>
    public required double ForeignColors { get; init; }

    /// <summary>Fault: <see cref="Judging.Tint"/>.</summary>
    public required double Tint { get; init; }

    /// <summary>Fault: <see cref="SheetEdges"/>.</summary>
    public required double SheetEdge { get; init; }

    /// <summary>Fault: energy at the edge over the larger of the photograph's, the painting's and 1.</summary>
    public required double Border { get; init; }

    /// <summary>Fault: strength of a pattern of 2 pixels, likewise.</summary>
    public required double Period2 { get; init; }

    /// <summary>Fault: strength of a pattern of 4 pixels, likewise.</summary>
    public required double Period4 { get; init; }

    /// <summary>Fault: strength of a pattern of 8 pixels, likewise.</summary>
    public required double Period8 { get; init; }

    /// <summary>The names of all values, as in tables.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "patches", "wasserstein", "contours", "self-similarity", "grain", "fringes", "foreign-colors",
        "tint", "sheet-edge", "border", "period-2", "period-4", "period-8",
    ];

    /// <summary>All values, in the order of their names.</summary>
    public IReadOnlyList<double> Values =>
    [
        Patches, Wasserstein, Contours, SelfSimilarity, Grain, Fringes, ForeignColors, Tint,
        SheetEdge, Border, Period2, Period4, Period8,
    ];
}
