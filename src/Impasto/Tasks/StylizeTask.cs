using Impasto.Imaging;

namespace Impasto;

/// <summary>One run: its pictures, its recipe, and what is to be known beside them.</summary>
/// <param name="Content">The photograph.</param>
/// <param name="Styles">One painting, or several with their shares; none where nothing is to have a style.</param>
/// <param name="Options">How.</param>
public sealed record StylizeTask(Picture Content, IReadOnlyList<WeightedStyle> Styles, StylizeOptions Options)
{
    /// <summary>What <see cref="Stylizer.Plan(StylizeTask)"/> gave for the same task; null (the default) makes one.</summary>
    public StylizePlan? Plan { get; init; }

    /// <summary>Where the state is kept, at times and when the run is cancelled; null (the default) keeps none.</summary>
    public CheckpointTarget? Checkpoint { get; init; }

    /// <summary>The state to go on from; null (the default) begins at the beginning.</summary>
    /// <remarks>
    /// With the checkpoint's own pictures and options, and as much memory, the result is bit for bit that of a run that was never
    /// interrupted.
    /// </remarks>
    public StylizeCheckpoint? From { get; init; }

    /// <summary>
    /// Whether pictures and options may be others than the checkpoint's, as long as the sizes, the network and the convention are
    /// the same: then the run goes on from its picture at its scale, with an optimiser that begins anew. Default: they may not.
    /// </summary>
    public bool MayDiffer { get; init; }
}
