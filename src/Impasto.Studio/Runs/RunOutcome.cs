namespace Impasto.Studio.Runs;

/// <summary>What came of a run.</summary>
/// <param name="State">The state to end in.</param>
/// <param name="Notes">Sentences for people, in lines.</param>
/// <param name="Engine">What did the work.</param>
/// <param name="Bytes">What its files take.</param>
internal sealed record RunOutcome(RunState State, string Notes, string Engine, long Bytes);
