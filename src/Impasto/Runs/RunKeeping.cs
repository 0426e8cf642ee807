using Impasto.Checkpoints;

namespace Impasto.Runs;

/// <summary>How a run's state is saved.</summary>
/// <param name="Keeper">Saves it at times; null saves nothing.</param>
/// <param name="Enter">Finds the run's place in a state that contains more.</param>
internal sealed record RunKeeping(CheckpointKeeper? Keeper, Func<CheckpointState, CheckpointState> Enter);
