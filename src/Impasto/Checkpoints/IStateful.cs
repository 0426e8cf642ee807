namespace Impasto.Checkpoints;

/// <summary>Something with state that a run needs to continue exactly where it was.</summary>
public interface IStateful
{
    /// <summary>Saves everything that the next step depends on in a checkpoint, or restores it.</summary>
    /// <param name="state">The checkpoint.</param>
    void Exchange(CheckpointState state);
}
