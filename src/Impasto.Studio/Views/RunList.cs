namespace Impasto.Studio.Views;

/// <summary>A page of the list of runs.</summary>
/// <param name="Runs">The runs, the newest first.</param>
/// <param name="Queued">How many runs wait in all.</param>
internal sealed record RunList(IReadOnlyList<RunView> Runs, long Queued);
