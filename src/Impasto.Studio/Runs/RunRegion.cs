namespace Impasto.Studio.Runs;

/// <summary>A part of the photograph.</summary>
/// <param name="Name">What its mask was called.</param>
/// <param name="Style">Which of the run's paintings it gets, from 0; null leaves the photograph alone there.</param>
internal sealed record RunRegion(string Name, int? Style);
