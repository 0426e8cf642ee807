namespace Impasto.Networks.Files;

/// <summary>What the names in a PyTorch state dict's pickle stand for.</summary>
internal sealed class TorchPickle
{
    // A terabyte of them; keeps every product below within 64 bits.
    private const long MostElements = 1L << 38;

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
        [.. StorageTypes.Keys, "collections.OrderedDict", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter"],
        StringComparer.Ordinal);

    /// <summary>A run of numbers that tensors are views of.</summary>
    public sealed record Storage(string Key, TensorType Type, int ElementSize, long Count);

    /// <summary>A view of a storage.</summary>
    public sealed record View(Storage Storage, long Offset, long[] Shape, long[] Strides);

    /// <summary>The storages by key, as they were met.</summary>
    public Dictionary<string, Storage> Storages { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads one pickle from where the stream stands.</summary>
    public object? Read(Stream stream) => new PickleReader(stream, Allowed, Call, Persistent).Read();

    /// <summary>The tensors of a state dict, possibly wrapped in a dict under the key state_dict.</summary>
    public static Dictionary<string, View> Tensors(object? value)
    {
        if (value is not PickleDictionary dictionary)
            throw new ImpastoException("expected a state dict, and it holds something else");
        if (dictionary.Items.GetValueOrDefault("state_dict") is PickleDictionary inner)
            dictionary = inner;
        return dictionary.Items
            .Where(item => item.Value is View)
            .ToDictionary(item => item.Key, item => (View)item.Value!, StringComparer.Ordinal);
    }

    /// <summary>The entry of a view, once it is known where its storage lies.</summary>
    /// <param name="name">The tensor's key.</param>
    /// <param name="view">The tensor.</param>
    /// <param name="open">Opens the file at a byte of the view's storage.</param>
    public static TensorEntry Entry(string name, View view, Func<long, Stream> open)
    {
        (Storage storage, long offset, long[] shape, long[] strides) = view;
        _ = TensorEntry.CountOf(shape, name);
        bool inside = strides.Length == shape.Length && offset >= 0 && strides.All(stride => stride >= 0 && stride <= storage.Count)
            && offset <= storage.Count && TensorEntry.Extent(shape, strides) <= storage.Count - offset;
        if (!inside)
            throw new ImpastoException($"the tensor {name} reaches beyond its storage");
        return new TensorEntry(name, storage.Type, shape, strides, () => open(offset * storage.ElementSize));
    }

    private object? Call(string name, object?[] arguments) => (name, arguments) switch
    {
        ("collections.OrderedDict", []) => new PickleDictionary(),
        ("torch._utils._rebuild_parameter", [View view, ..]) => view,
        ("torch._utils._rebuild_tensor_v2", [Storage storage, long offset, object?[] shape, object?[] strides, ..]) =>
            new View(storage, offset, Longs(shape), Longs(strides)),
        _ => throw new ImpastoException($"its pickle calls {name} with arguments that make no tensor"),
    };

    // ("storage", type, key, location, count), and in old files a view of another storage, which nobody writes any more.
    private Storage Persistent(object? value)
    {
        if (value is not object?[] { Length: >= 5 } id || id[0] is not "storage" || id[1] is not PickleReader.Global type
            || id[2] is not string key || id[4] is not long count || count is < 0 or > MostElements
            || !StorageTypes.TryGetValue(type.Name, out TensorType number) || (id.Length > 5 && id[5] is not null))
        {
            throw new ImpastoException("its pickle names a storage in a way that is not known");
        }

        int size = number == TensorType.Other ? OtherSizes.GetValueOrDefault(type.Name, 1) : TensorEntry.SizeOf(number);
        return Storages[key] = new Storage(key, number, size, count);
    }

    private static long[] Longs(object?[] values) =>
        [.. values.Select(value => value as long? ?? throw new ImpastoException("its pickle gives a tensor no proper shape"))];
}
