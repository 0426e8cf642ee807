namespace Impasto.Studio.Runs;

/// <summary>A worker's claim on a run, and its latest sign of life.</summary>
/// <param name="Run">The run.</param>
/// <param name="Attempt">The number of the attempt.</param>
/// <param name="Worker">The worker.</param>
/// <param name="Beat">A number that the worker raises with every sign of life.</param>
internal sealed record RunClaim(Guid Run, int Attempt, string Worker, long Beat);
