using System.Collections;
using System.Globalization;

namespace Impasto.Networks;

/// <summary>Which layers a loss looks at and how much each counts, written conv1_1=1,conv2_1=0.75.</summary>
public sealed class LayerWeights : IReadOnlyList<KeyValuePair<LayerName, double>>, IEquatable<LayerWeights>
{
    private readonly KeyValuePair<LayerName, double>[] _weights;

    /// <summary>Takes layers in any order and sorts them by name; each may appear once.</summary>
    /// <exception cref="InvalidOptionsException">
    /// A layer appears twice, or a weight is negative or not finite.
    /// </exception>
    public LayerWeights(IEnumerable<KeyValuePair<LayerName, double>> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _weights = [.. weights];
        Array.Sort(_weights, (one, other) => string.CompareOrdinal(one.Key.Text, other.Key.Text));
        for (int i = 0; i < _weights.Length; i++)
        {
            (LayerName layer, double weight) = _weights[i];
            if (i > 0 && _weights[i - 1].Key == layer)
                throw new InvalidOptionsException($"{layer} is given twice.");
            if (!(weight >= 0) || !double.IsFinite(weight))
                throw new InvalidOptionsException($"Expected a weight of 0 or more for {layer}, got {Text(weight)}.");
        }
    }

    /// <summary>The layers of the style as published, equally.</summary>
    internal static LayerWeights EqualStyle => Parse("conv1_1,conv2_1,conv3_1,conv4_1,conv5_1");

    /// <summary>Reads conv1_1=1,conv2_1=0.75; a layer without a weight counts 1.</summary>
    /// <exception cref="InvalidOptionsException">
    /// A layer is unknown or given twice, or a weight is negative or not a number.
    /// </exception>
    public static LayerWeights Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new LayerWeights(text
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(ParseOne));
    }

    /// <summary>The layers that count more than 0.</summary>
    public IReadOnlyList<LayerName> Used
    {
        get
        {
            List<LayerName> used = [];
            foreach ((LayerName layer, double weight) in _weights)
            {
                if (weight > 0)
                    used.Add(layer);
            }

            return used;
        }
    }

    /// <summary>Sum of the weights.</summary>
    public double Sum
    {
        get
        {
            double sum = 0;
            foreach ((LayerName _, double weight) in _weights)
                sum += weight;
            return sum;
        }
    }

    /// <summary>Number of layers.</summary>
    public int Count => _weights.Length;

    /// <summary>A layer and its weight.</summary>
    /// <param name="index">Its place in the list, from 0.</param>
    public KeyValuePair<LayerName, double> this[int index] => _weights[index];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<LayerName, double>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<LayerName, double>>)_weights).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(LayerWeights? other) => other is not null && _weights.AsSpan().SequenceEqual(other._weights);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerWeights);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', _weights.Select(pair => $"{pair.Key}={Text(pair.Value)}"));

    private static KeyValuePair<LayerName, double> ParseOne(string part)
    {
        int equals = part.IndexOf('=', StringComparison.Ordinal);
        LayerName layer = LayerName.Parse(equals < 0 ? part : part[..equals].TrimEnd());
        if (equals < 0)
            return KeyValuePair.Create(layer, 1.0);
        return double.TryParse(
            part.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double weight)
            ? KeyValuePair.Create(layer, weight)
            : throw new InvalidOptionsException($"Expected a number after '{layer}=', got '{part[(equals + 1)..]}'.");
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
