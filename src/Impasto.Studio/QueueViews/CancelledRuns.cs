namespace Impasto.Studio.QueueViews;

/// <summary>What giving up all runs that wait has done.</summary>
/// <param name="Cancelled">How many runs were given up.</param>
internal sealed record CancelledRuns(int Cancelled);
