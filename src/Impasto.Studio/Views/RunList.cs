namespace Impasto.Studio.Views;

/// <summary>A page of the list of runs.</summary>
/// <param name="Runs">The runs, the newest first.</param>
/// <param name="Queued">How many runs wait in all.</param>
/// <param name="Next">What ?before= takes for the next page; null on the last page.</param>
/// <param name="Links">Addresses of this page and of others.</param>
internal sealed record RunList(IReadOnlyList<RunView> Runs, long Queued, string? Next, ListLinks Links);
