using Impasto.Checkpoints;
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

        IReadOnlyList<double> sides = state.Numbers("sizes", Doubles(Latest?.Sides));
        IReadOnlyList<double> matches = state.Numbers("matches", Doubles(Latest?.Matches));
        if (state.IsRestoring)
            Latest = MatchField.Restored(Integers(sides), Integers(matches)) ?? throw state.Unfit("matches");
    }

    private static double[] Doubles(int[]? numbers) => [.. (numbers ?? []).Select(number => (double)number)];

    private static int[] Integers(IReadOnlyList<double> numbers) => [.. numbers.Select(number => (int)number)];
}
