using Impasto.Networks.Files;

namespace Impasto.Networks.Weights;

/// <summary>
/// Finds the one VGG network in a file, whatever stands before its keys, and maps its tensors to layers.
/// </summary>
/// <remarks>
/// Layers have torchvision's numbers (features.0.weight) or their own names (conv1_1.weight). All keys of a network
/// begin alike, with features., model.vgg. or nothing; what begins otherwise belongs to something else in the file.
/// </remarks>
internal sealed class WeightKeys
{
    private const int MostNamed = 3;

    private readonly WeightGroup _group;

    private WeightKeys(WeightGroup group, IReadOnlyList<string> surplus) => (_group, Surplus) = (group, surplus);

    /// <summary>Keys of the file that belong to something else, by their beginnings; no classifier's.</summary>
    public IReadOnlyList<string> Surplus { get; }

    /// <summary>The layers that are there, in order.</summary>
    public IReadOnlyList<LayerName> Layers => _group.Layers;

    /// <summary>The network whose numbers the file uses; valid only if <see cref="IsNumbered"/>.</summary>
    public VggLayout Layout => _group.Layout;

    /// <summary>Whether the file uses torchvision's numbers.</summary>
    public bool IsNumbered => _group.IsNumbered;

    /// <summary>Finds the network.</summary>
    /// <exception cref="WeightsException">There is none, none is complete, or there are two.</exception>
    public static WeightKeys Of(TensorFile file)
    {
        List<WeightKey> keys = [.. file.Tensors.Keys.Select(WeightKey.Read).OfType<WeightKey>()];
        List<WeightGroup> groups = Groups(keys, file), complete = Complete(groups);
        // LPIPS and others cut the network into slice1, slice2 and so on, and keep its numbers.
        List<WeightGroup> joined = Complete(Groups([.. keys.Select(key => key.InParent())], file));
        if (Depth(joined) > Depth(complete))
            complete = joined;

        return complete switch
        {
            [WeightGroup only] => new WeightKeys(only, Rest(file, only)),
            [] => throw new WeightsException(
                groups.OrderByDescending(group => group.Keys.Count).FirstOrDefault()?.Problem
                ?? "it has no layers: expected tensors named features.0.weight or conv1_1.weight and so on"),
            _ => throw new WeightsException(
                $"it has {complete.Count} VGG networks ({List([.. complete.Select(group => group.Keys[0].Text)])}), "
                + "expected one"),
        };
    }

    public TensorEntry? Find(LayerName layer, string part) => _group.Find(layer, part);

    /// <summary>The first keys of a list, and the number of the others.</summary>
    internal static string List(IReadOnlyList<string> keys) =>
        string.Join(", ", keys.Take(MostNamed)) + (keys.Count > MostNamed ? $" and {keys.Count - MostNamed} more" : "");

    private static List<WeightGroup> Groups(List<WeightKey> keys, TensorFile file) =>
        [.. keys.GroupBy(key => (key.Prefix, key.Number is null)).Select(group => new WeightGroup([.. group], file))];

    // A network that reaches conv5_1 is one; of shorter ones there may be pieces elsewhere in a file.
    private static List<WeightGroup> Complete(List<WeightGroup> groups)
    {
        List<WeightGroup> complete = [.. groups.Where(group => group.Problem is null)];
        List<WeightGroup> deep =
            [.. complete.Where(group => VggLayers.IsUpTo(VggLayers.Of(5, 1), group.Layers[^1]))];
        return deep.Count > 0 ? deep : complete;
    }

    private static int Depth(List<WeightGroup> groups) => groups.Max(group => (int?)group.Layers.Count) ?? 0;

    private static List<string> Rest(TensorFile file, WeightGroup group)
    {
        HashSet<string> own = [.. group.Keys.Select(key => key.Text)];
        return [.. file.Tensors.Keys
            .Where(key => !own.Contains(key) && !key.Split('.').Contains("classifier"))
            .Select(key => key.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? key[..dot] + ".*" : key)
            .Distinct()];
    }
}
