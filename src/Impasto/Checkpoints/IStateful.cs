namespace Impasto.Checkpoints;

/// <summary>Something with state that a run needs to continue exactly where it was.</summary>
public interface IStateful
{
    /// <summary>Puts everything that the next step depends on into a checkpoint, or takes it out again.</summary>
    /// <param name="state">The checkpoint.</param>
    void Exchange(CheckpointState state);
}
