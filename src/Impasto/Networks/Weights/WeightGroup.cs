using Impasto.Networks.Files;

namespace Impasto.Networks.Weights;

/// <summary>Tensors of a file whose keys begin alike: perhaps a VGG network.</summary>
internal sealed class WeightGroup
{
    private readonly Dictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    /// <param name="keys">The keys, all with numbers or all with names; at least one.</param>
    /// <param name="file">Has the tensors.</param>
    public WeightGroup(IReadOnlyList<WeightKey> keys, TensorFile file)
    {
        Keys = keys;
        IsNumbered = keys[0].Number is not null;
        Layout = VggLayout.Of([.. keys.Select(key => key.Number).OfType<int>()]);
        List<string> surplus = [];
        string? twice = null;
        foreach (WeightKey key in keys)
        {
            LayerName? layer = key.Number is { } number ? Layout.Layers.GetValueOrDefault(number) : key.Layer;
            if (layer is null || !(key.Part is "weight" or "bias" || (!IsNumbered && key.Part is "map.weight"
                or "map.bias")))
                surplus.Add(key.Text);
            else if (!_tensors.TryAdd($"{layer}.{key.Part}", file.Tensors[key.Text]))
                twice = $"{layer}.{key.Part}";
        }

        Layers = [.. _tensors.Keys.Select(key =>
            LayerName.Parse(key[..key.IndexOf('.', StringComparison.Ordinal)])).Distinct().Order(VggLayers.Order)];
        Problem = surplus.Count > 0 ? $"it has tensors that belong to no VGG layer ({WeightKeys.List(surplus)})"
            : twice is not null ? $"it has the weights of {twice} twice"
            : Missing() is { Count: > 0 } missing ? $"it lacks the tensors {WeightKeys.List(missing)}"
            : Find(VggLayers.Of(1, 1), "weight") is { Shape.Count: not 4 } other
                ? $"{other.Name} has {other.Shape.Count} axes, expected 4"
            : null;
    }

    /// <summary>The keys.</summary>
    public IReadOnlyList<WeightKey> Keys { get; }

    /// <summary>Whether the keys have torchvision's numbers.</summary>
    public bool IsNumbered { get; }

    /// <summary>The network that has these numbers.</summary>
    public VggLayout Layout { get; }

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<LayerName> Layers { get; }

    /// <summary>Why this is not a complete network; null where it is.</summary>
    public string? Problem { get; }

    public TensorEntry? Find(LayerName layer, string part) => _tensors.GetValueOrDefault($"{layer}.{part}");

    // Layers before the last one; named layers may be fewer than VGG's.
    private List<string> Missing()
    {
        string start = Keys[0].Prefix.Length > 0 ? Keys[0].Prefix + "." : "";
        return [.. Layout.Layers
            .Where(entry => Layers.Count > 0 && VggLayers.IsUpTo(entry.Value, Layers[^1])
                && (IsNumbered || Layers.Contains(entry.Value)))
            .SelectMany(entry =>
                new[] { (entry.Key, entry.Value, Part: "weight"), (entry.Key, entry.Value, Part: "bias") })
            .Where(entry => Find(entry.Value, entry.Part) is null)
            .Select(entry => $"{start}{(IsNumbered ? $"{entry.Key}" : $"{entry.Value}")}.{entry.Part}")];
    }
}
