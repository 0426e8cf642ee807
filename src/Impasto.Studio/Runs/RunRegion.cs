namespace Impasto.Studio.Runs;

/// <summary>A part of the photograph.</summary>
/// <param name="Name">The file name of its mask.</param>
/// <param name="Style">
/// Index of its painting among the run's paintings, from 0; null leaves the photograph alone there.
/// </param>
internal sealed record RunRegion(string Name, int? Style);
