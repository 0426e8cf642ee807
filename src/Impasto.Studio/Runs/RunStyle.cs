namespace Impasto.Studio.Runs;

/// <summary>A painting of a run.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Weight">Its share outside of all regions; 0 if it is used in its regions only.</param>
internal sealed record RunStyle(string Name, double Weight);
