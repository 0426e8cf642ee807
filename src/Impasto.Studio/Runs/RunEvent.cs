namespace Impasto.Studio.Runs;

/// <summary>An entry in a run's history.</summary>
/// <param name="At">Milliseconds since 1970.</param>
/// <param name="Attempt">The attempt it belongs to, counted from 1; 0 for what a user or the studio did.</param>
/// <param name="Worker">The worker that did it; empty for a user or the studio.</param>
/// <param name="What">One or two words.</param>
internal sealed record RunEvent(long At, int Attempt, string Worker, string What);
