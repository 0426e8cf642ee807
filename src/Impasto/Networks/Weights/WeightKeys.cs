using System.Globalization;
using Impasto.Networks.Files;

namespace Impasto.Networks.Weights;

/// <summary>Maps the tensors of a file to layers, by torchvision's features.N or by the layers' own names.</summary>
internal sealed class WeightKeys
{
    private const int MostNamed = 3;

    private readonly Dictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    /// <summary>Finds the layer of each tensor.</summary>
    /// <exception cref="WeightsException">There are tensors that belong to no layer, or no layers at all.</exception>
    public WeightKeys(TensorFile file)
    {
        List<(string Key, string Part, int Number)> numbered = [];
        List<string> surplus = [];
        foreach (string key in file.Tensors.Keys)
        {
            // DataParallel puts module. in front of a whole network's keys, or behind features. where it wraps only
            // those.
            string name = Without("module.", key);
            string plain = Without("module.", Without("features.", name));
            int dot = plain.IndexOf('.', StringComparison.Ordinal);
            string head = dot < 0 ? plain : plain[..dot], rest = dot < 0 ? "" : plain[(dot + 1)..];
            if (name.StartsWith("classifier.", StringComparison.Ordinal))
                continue;
            if (LayerName.TryParse(head, out LayerName? layer) && VggLayout.Vgg19.Layers.Values.Contains(layer)
                && rest is "weight" or "bias" or "map.weight" or "map.bias")
                Add($"{layer}.{rest}", file.Tensors[key]);
            else if (rest is "weight" or "bias"
                && int.TryParse(head, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                numbered.Add((key, rest, number));
            else
                surplus.Add(key);
        }

        Layout = VggLayout.Of([.. numbered.Select(entry => entry.Number)]);
        foreach ((string key, string rest, int number) in numbered)
        {
            if (Layout.Layers.TryGetValue(number, out LayerName? layer))
                Add($"{layer}.{rest}", file.Tensors[key]);
            else
                surplus.Add(key);
        }

        Layers = [.. _tensors.Keys.Select(key =>
            LayerName.Parse(key[..key.IndexOf('.', StringComparison.Ordinal)])).Distinct().Order(VggLayers.Order)];
        IsNumbered = numbered.Count > 0;
        if (surplus.Count > 0)
            throw new WeightsException($"it has tensors that belong to no VGG layer ({List(surplus)})");
        if (Layers.Count == 0)
            throw new WeightsException(
                "it has no layers: expected tensors named features.0.weight or conv1_1.weight and so on");
    }

    /// <summary>The layers that are there, in order.</summary>
    public IReadOnlyList<LayerName> Layers { get; }

    /// <summary>The network whose numbers the file uses; valid only if <see cref="IsNumbered"/>.</summary>
    public VggLayout Layout { get; }

    /// <summary>Whether the file uses torchvision's numbers.</summary>
    public bool IsNumbered { get; }

    /// <summary>Fails if a layer is missing before the last one, or has no weight or bias.</summary>
    /// <exception cref="WeightsException">The message lists up to three keys.</exception>
    public void RequireComplete()
    {
        LayerName last = Layers[^1];
        List<string> missing = [.. Layout.Layers
            .Where(entry => VggLayers.IsUpTo(entry.Value, last) && (IsNumbered || Layers.Contains(entry.Value)))
            .SelectMany(entry =>
                new[] { (entry.Key, entry.Value, Part: "weight"), (entry.Key, entry.Value, Part: "bias") })
            .Where(entry => Find(entry.Value, entry.Part) is null)
            .Select(entry => IsNumbered ? $"features.{entry.Key}.{entry.Part}" : $"{entry.Value}.{entry.Part}")];
        if (missing.Count > 0)
            throw new WeightsException($"it lacks the tensors {List(missing)}");
    }

    public TensorEntry? Find(LayerName layer, string part) => _tensors.GetValueOrDefault($"{layer}.{part}");

    private static string Without(string start, string text) =>
        text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..] : text;

    private void Add(string key, TensorEntry tensor)
    {
        if (!_tensors.TryAdd(key, tensor))
            throw new WeightsException($"it has the weights of {key} twice");
    }

    private static string List(List<string> keys) =>
        string.Join(", ", keys.Take(MostNamed)) + (keys.Count > MostNamed ? $" and {keys.Count - MostNamed} more" : "");
}
