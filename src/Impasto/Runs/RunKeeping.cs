using Impasto.Checkpoints;

namespace Impasto.Runs;

/// <summary>How a run's state is kept.</summary>
/// <param name="Keeper">Keeps it at times; null keeps none.</param>
/// <param name="Enter">Leads to the run's place in a state that contains more.</param>
internal sealed record RunKeeping(CheckpointKeeper? Keeper, Func<CheckpointState, CheckpointState> Enter);
