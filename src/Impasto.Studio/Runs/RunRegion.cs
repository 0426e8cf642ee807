namespace Impasto.Studio.Runs;

/// <summary>A part of the photograph.</summary>
/// <param name="Name">The file name of its mask.</param>
/// <param name="Style">
/// Index of its painting among the run's paintings, from 0; null leaves the photograph alone there, or takes all.
/// </param>
internal sealed record RunRegion(string Name, int? Style)
{
    /// <summary>True if it has the run's own paintings, in a strength of its own.</summary>
    public bool IsAsTheRest { get; init; }

    /// <summary>Strength of the style there, 0 to 100; null for that of the rest.</summary>
    public double? Strength { get; init; }
}
