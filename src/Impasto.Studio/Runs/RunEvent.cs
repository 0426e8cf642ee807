namespace Impasto.Studio.Runs;

/// <summary>Something that happened to a run.</summary>
/// <param name="At">Milliseconds since 1970.</param>
/// <param name="Attempt">Whose part it was, counted from 1; 0 for what came from outside.</param>
/// <param name="Worker">Who did it.</param>
/// <param name="What">One or two words.</param>
internal sealed record RunEvent(long At, int Attempt, string Worker, string What);
