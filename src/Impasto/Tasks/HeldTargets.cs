using System.Globalization;
using System.Text.Json.Nodes;
using Impasto.Imaging;
using Impasto.Matching;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto;

/// <summary>
/// What the runs of pictures that belong together share, such as the frames of a shot: measured by the first run, and
/// used again by those after it, so that the pictures do not differ by it.
/// </summary>
/// <remarks>
/// Held are the paintings with the colours they got, their moments, the divisors of distances relative to the content,
/// and which position of a painting each position of the picture matches. The first run is not changed by it. Give it
/// to the runs of one recipe and one network only, one after the other.
/// </remarks>
public sealed class HeldTargets
{
    private const char Between = ',';

    private readonly Dictionary<string, double> _energies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>>> _moments =
        new(StringComparer.Ordinal);

    /// <summary>
    /// The picture whose colours paintings get, where the recipe says so; null (the default) takes the first run's.
    /// </summary>
    public Picture? First { get; init; }

    /// <summary>The paintings after the adjustment of colours; null before the first run.</summary>
    internal (IReadOnlyList<WeightedStyle> Styles, IReadOnlyList<StylizeRegion> Regions)? Recolored { get; set; }

    /// <summary>The matches of the latest run's last scale; null before the first run.</summary>
    internal MatchField? Matches { get; set; }

    /// <summary>
    /// The directions in which features are compared; null before the first search. <see cref="Save"/> leaves them out:
    /// they are found again from the paintings.
    /// </summary>
    internal FeatureBasis? Basis { get; set; }

    /// <summary>Forgets the matches: the next run looks for them in the whole painting.</summary>
    public void ForgetMatches() => Matches = null;

    /// <summary>
    /// Moves the matches by a flow: the next run looks for better ones near them only, and everywhere for what is new.
    /// </summary>
    /// <param name="size">The pictures' size; matches of another size are forgotten.</param>
    /// <param name="horizontal">Pixels to the right from the next picture to this one, height x width.</param>
    /// <param name="vertical">Pixels down.</param>
    /// <param name="isKnown">For each pixel of the next picture how surely this one shows it, 0 to 1.</param>
    public void MoveMatches(PictureSize size, float[] horizontal, float[] vertical, float[] isKnown)
    {
        ArgumentNullException.ThrowIfNull(horizontal);
        ArgumentNullException.ThrowIfNull(vertical);
        ArgumentNullException.ThrowIfNull(isKnown);
        Matches = Matches is { } matches && matches.Size == size
            ? matches.Moved(horizontal, vertical, isKnown)
            : null;
    }

    /// <summary>
    /// What can't be measured again without the earlier runs, as text; <see cref="Restore"/> reads it.
    /// </summary>
    public string Save()
    {
        var energies = new JsonObject();
        foreach ((string name, double energy) in _energies)
            energies[name] = energy;
        var state = new JsonObject { ["energies"] = energies };
        if (Matches is not { } matches)
            return state.ToJsonString();
        state["sizes"] = Joined(matches.Sides);
        state["matches"] = Joined(matches.Matches);
        return state.ToJsonString();
    }

    /// <summary>Restores what <see cref="Save"/> gave.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is no such text.</exception>
    public void Restore(string text)
    {
        try
        {
            JsonObject state = JsonNode.Parse(text)!.AsObject();
            _energies.Clear();
            foreach ((string name, JsonNode? energy) in state["energies"]!.AsObject())
                _energies[name] = (double)energy!;
            Matches = state["matches"] is { } matches
                ? MatchField.Restored(Numbers(state["sizes"]!), Numbers(matches))
                    ?? throw new FormatException("Expected matches within the paintings.")
                : null;
        }
        catch (Exception failure) when (failure
            is System.Text.Json.JsonException or InvalidOperationException or NullReferenceException
            or OverflowException or ArgumentException)
        {
            throw new FormatException("Expected the text of held targets.", failure);
        }
    }

    /// <summary>A divisor: the first run's.</summary>
    /// <param name="name">What it divides.</param>
    /// <param name="measured">The present run's.</param>
    internal double Energy(string name, double measured)
    {
        if (!_energies.TryGetValue(name, out double held))
            _energies[name] = held = measured;
        return held;
    }

    /// <summary>A painting's moments; the first call measures them.</summary>
    /// <param name="key">Everything that they depend on.</param>
    /// <param name="measure">Measures them.</param>
    internal IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> Moments(
        string key, Func<IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>>> measure)
    {
        if (!_moments.TryGetValue(key, out IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>>? held))
            _moments[key] = held = measure();
        return held;
    }

    private static string Joined(IEnumerable<int> numbers) =>
        string.Join(Between, numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private static int[] Numbers(JsonNode text) =>
        [.. ((string)text!).Split(Between).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
}
