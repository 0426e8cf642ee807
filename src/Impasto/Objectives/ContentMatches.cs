using Impasto.Checkpoints;
using Impasto.Matching;
using Impasto.Networks;

namespace Impasto.Objectives;

/// <summary>
/// The matches of a run's latest scale, which guide those of the next one, and which a checkpoint keeps.
/// </summary>
internal sealed class ContentMatches : IStateful
{
    private readonly SortedDictionary<string, MatchField> _split = new(StringComparer.Ordinal);

    /// <summary>The latest scale's matches; null before the first.</summary>
    public MatchField? Latest { get; set; }

    /// <summary>
    /// The directions in which vectors are compared; null before the first search. Not in a checkpoint: they depend on
    /// the paintings alone.
    /// </summary>
    public FeatureBasis? Basis { get; set; }

    /// <summary>The matches of one layer by itself, or of all together; null if they are not known.</summary>
    /// <param name="layer">The layer; null for all together.</param>
    public MatchField? At(LayerName? layer) =>
        layer is null ? Latest : _split.GetValueOrDefault(layer.ToString());

    /// <summary>Sets them.</summary>
    /// <param name="layer">The layer; null for all together.</param>
    /// <param name="field">The matches.</param>
    public void Keep(LayerName? layer, MatchField field)
    {
        if (layer is null)
            Latest = field;
        else
            _split[layer.ToString()] = field;
    }

    /// <inheritdoc/>
    public void Exchange(CheckpointState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Latest = Exchanged(state, Latest);
        string names = state.Text("split", string.Join(',', _split.Keys));
        foreach (string name in names.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Exchanged(state.Within(name), _split.GetValueOrDefault(name)) is { } field)
                _split[name] = field;
        }
    }

    private static MatchField? Exchanged(CheckpointState state, MatchField? field)
    {
        if (!state.Flag("are", field is not null))
            return null;
        IReadOnlyList<double> sides = state.Numbers("sizes", Doubles(field?.Sides));
        IReadOnlyList<double> matches = state.Numbers("matches", Doubles(field?.Matches));
        return state.IsRestoring
            ? MatchField.Restored(Integers(sides), Integers(matches)) ?? throw state.Unfit("matches")
            : field;
    }

    private static double[] Doubles(int[]? numbers) => [.. (numbers ?? []).Select(number => (double)number)];

    private static int[] Integers(IReadOnlyList<double> numbers) => [.. numbers.Select(number => (int)number)];
}
