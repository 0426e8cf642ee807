using Impasto.Checkpoints;
using Impasto.Imaging;
using Impasto.Matching;

namespace Impasto.Objectives;

/// <summary>
/// The matches of a run's latest scale, which guide those of the next one, and which a checkpoint keeps.
/// </summary>
internal sealed class ContentMatches : IStateful
{
    /// <summary>The latest scale's matches; null before the first.</summary>
    public MatchField? Latest { get; set; }

    /// <summary>
    /// The directions in which vectors are compared; null before the first search. Not in a checkpoint: they depend on
    /// the paintings alone.
    /// </summary>
    public FeatureBasis? Basis { get; set; }

    /// <inheritdoc/>
    public void Exchange(CheckpointState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!state.Flag("are", Latest is not null))
        {
            Latest = null;
            return;
        }

        IReadOnlyList<double> sizes = state.Numbers("sizes", Sizes());
        IReadOnlyList<double> matches = state.Numbers("matches", [.. (Latest?.Matches ?? []).Select(i => (double)i)]);
        if (!state.IsRestoring)
            return;
        PictureSize[] all = [.. sizes.Chunk(2).Select(size => new PictureSize((int)size[0], (int)size[^1]))];
        Latest = all.Length > 0 ? new MatchField(all[0], all[1..], [.. matches.Select(i => (int)i)]) : null;
        if (Latest is not { IsValid: true })
            throw state.Unfit("matches");
    }

    private double[] Sizes() => Latest is null
        ? []
        : [.. Latest.Styles.Prepend(Latest.Size).SelectMany(size => new double[] { size.Width, size.Height })];
}
