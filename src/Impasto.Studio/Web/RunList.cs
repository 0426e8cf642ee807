namespace Impasto.Studio.Web;

/// <summary>Some runs.</summary>
/// <param name="Runs">The newest first.</param>
/// <param name="Queued">How many wait in all.</param>
internal sealed record RunList(IReadOnlyList<RunView> Runs, long Queued);
