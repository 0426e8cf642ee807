namespace Impasto.Checkpoints;

/// <summary>Something that a run needs to go on exactly where it was.</summary>
internal interface IStateful
{
    /// <summary>Puts everything that the next step depends on into a checkpoint, or takes it out again.</summary>
    void Exchange(RunState state);
}
