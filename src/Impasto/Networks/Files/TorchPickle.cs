namespace Impasto.Networks.Files;

/// <summary>The meaning of the names in a PyTorch state dict's pickle.</summary>
internal sealed class TorchPickle
{
    // A terabyte of them; keeps every product below within 64 bits.
    private const long MostElements = 1L << 38;

    // A convolution has four.
    private const int MostAxes = 8;

    // The usual place of the weights in a checkpoint: left out of the keys where nothing else has tensors.
    private const string Wrapper = "state_dict.";

    // Each level of dicts adds at least its dot.
    private const int LongestPrefix = 500;

    private static readonly Dictionary<string, TensorType> StorageTypes = new(StringComparer.Ordinal)
    {
        ["torch.FloatStorage"] = TensorType.Float32,
        ["torch.HalfStorage"] = TensorType.Float16,
        ["torch.BFloat16Storage"] = TensorType.BFloat16,
        ["torch.DoubleStorage"] = TensorType.Float64,
        ["torch.LongStorage"] = TensorType.Other,
        ["torch.IntStorage"] = TensorType.Other,
        ["torch.ShortStorage"] = TensorType.Other,
        ["torch.CharStorage"] = TensorType.Other,
        ["torch.ByteStorage"] = TensorType.Other,
        ["torch.BoolStorage"] = TensorType.Other,
    };

    private static readonly Dictionary<string, int> OtherSizes = new(StringComparer.Ordinal)
    {
        ["torch.LongStorage"] = 8,
        ["torch.IntStorage"] = 4,
        ["torch.ShortStorage"] = 2,
    };

    private static readonly HashSet<string> Allowed = new(
        [
            .. StorageTypes.Keys, "collections.OrderedDict", "torch._utils._rebuild_tensor",
            "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter",
        ],
        StringComparer.Ordinal);

    /// <summary>A run of numbers that tensors are views of.</summary>
    public sealed record Storage(string Key, TensorType Type, int ElementSize, long Count);

    /// <summary>A view of a storage.</summary>
    public sealed record View(Storage Storage, long Offset, long[] Shape, long[] Strides);

    /// <summary>The storages by key, as they were met.</summary>
    public Dictionary<string, Storage> Storages { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads one pickle from where the stream stands.</summary>
    public object? Read(Stream stream) => new PickleReader(stream, Allowed, Call, Persistent).Read();

    /// <summary>The tensors of a state dict, and of those inside it, by the keys on the way, with dots.</summary>
    public static Dictionary<string, View> Tensors(object? value)
    {
        if (value is not PickleDictionary dictionary)
            throw new WeightsException("expected a state dict, and it holds something else");
        var tensors = new Dictionary<string, View>(StringComparer.Ordinal);
        Collect(dictionary, "", [], tensors);
        return tensors.Keys.All(key => key.StartsWith(Wrapper, StringComparison.Ordinal))
            ? tensors.ToDictionary(tensor => tensor.Key[Wrapper.Length..], tensor => tensor.Value)
            : tensors;
    }

    // A dict may appear in several places, even in itself: it counts where it appears first.
    private static void Collect(
        PickleDictionary dictionary, string prefix, HashSet<PickleDictionary> seen, Dictionary<string, View> tensors)
    {
        if (!seen.Add(dictionary))
            return;
        if (prefix.Length > LongestPrefix)
            throw new WeightsException("its pickle nests more deeply than any state dict");
        foreach ((string key, object? value) in dictionary.Items)
        {
            if (value is PickleDictionary inner)
                Collect(inner, $"{prefix}{key}.", seen, tensors);
            else if (value is View view && !tensors.TryAdd(prefix + key, view))
                throw new WeightsException($"it has the tensor {prefix}{key} twice");
        }
    }

    /// <summary>The table of contents, once it is known where in the file each storage begins.</summary>
    public static TensorFile File(Dictionary<string, View> views, Dictionary<string, long> starts, Func<Stream> open) =>
        new(
        views.ToDictionary(
            view => view.Key,
            view => starts.TryGetValue(view.Value.Storage.Key, out long start)
                ? Entry(view.Key, view.Value, start, open)
                : throw new WeightsException($"the storage of {view.Key} is missing"),
            StringComparer.Ordinal),
        new Dictionary<string, string>(StringComparer.Ordinal));

    private static TensorEntry Entry(string name, View view, long start, Func<Stream> open)
    {
        (Storage storage, long offset, long[] shape, long[] strides) = view;
        _ = TensorEntry.CountOf(shape, name);
        bool inside = strides.Length == shape.Length && offset >= 0
            && strides.All(stride => stride >= 0 && stride <= storage.Count)
            && offset <= storage.Count && TensorEntry.Extent(shape, strides) <= storage.Count - offset;
        if (!inside)
            throw new WeightsException($"the tensor {name} reaches beyond its storage");
        return new TensorEntry(name, storage.Type, shape, strides, start + (offset * storage.ElementSize), open);
    }

    private object? Call(string name, object?[] arguments) => (name, arguments) switch
    {
        ("collections.OrderedDict", []) => new PickleDictionary(),
        ("collections.OrderedDict", [List<object?> pairs]) => OfPairs(pairs),
        ("torch._utils._rebuild_parameter", [View view, ..]) => view,
        // Without _v2 before PyTorch 0.4, which is how torchvision's files were written.
        ("torch._utils._rebuild_tensor" or "torch._utils._rebuild_tensor_v2",
            [Storage storage, long offset, object?[] shape, object?[] strides, ..]) =>
            new View(storage, offset, Longs(shape), Longs(strides)),
        _ => throw new WeightsException($"its pickle calls {name} with arguments that make no tensor"),
    };

    // Python 2 gives the constructor its content, a list of [key, value].
    private static PickleDictionary OfPairs(List<object?> pairs)
    {
        var dictionary = new PickleDictionary();
        foreach (object? pair in pairs)
            dictionary.Set(pair is List<object?> { Count: 2 } two ? [.. two]
                : throw new WeightsException("its pickle is damaged"));
        return dictionary;
    }

    // ("storage", type, key, location, count), and in old files a view of another storage, which is no longer written.
    private Storage Persistent(object? value)
    {
        if (value is not object?[] { Length: >= 5 } id || id[0] is not "storage"
            || id[1] is not PickleReader.Global type
            || id[2] is not string key || id[4] is not long count || count is < 0 or > MostElements
            || !StorageTypes.TryGetValue(type.Name, out TensorType number) || (id.Length > 5 && id[5] is not null))
        {
            throw new WeightsException("its pickle names a storage in a way that is not known");
        }

        int size = number == TensorType.Other ? OtherSizes.GetValueOrDefault(type.Name, 1) : TensorEntry.SizeOf(number);
        var storage = new Storage(key, number, size, count);
        if (Storages.TryAdd(key, storage) || Storages[key] == storage)
            return storage;
        throw new WeightsException($"its pickle gives the storage {key} two lengths or types");
    }

    private static long[] Longs(object?[] values) => values.Length <= MostAxes && values.All(value => value is long)
        ? [.. values.Cast<long>()]
        : throw new WeightsException("its pickle gives a tensor no proper shape");
}
