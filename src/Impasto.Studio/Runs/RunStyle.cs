namespace Impasto.Studio.Runs;

/// <summary>A painting of a run.</summary>
/// <param name="Name">What it was called.</param>
/// <param name="Weight">Its share outside of all regions; 0 where it counts in its regions only.</param>
internal sealed record RunStyle(string Name, double Weight);
