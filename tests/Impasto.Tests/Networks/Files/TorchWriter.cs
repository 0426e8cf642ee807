using System.Runtime.InteropServices;
using Impasto.Tests.Networks.Weights;

namespace Impasto.Tests.Networks.Files;

/// <summary>Writes state dicts in PyTorch's formats, every tensor with a storage of its own.</summary>
internal static class TorchWriter
{
    public static byte[] Old(
        IReadOnlyList<StateTensor> tensors, TorchStyle style = TorchStyle.Current, string? wrapper = null)
    {
        using var stream = new MemoryStream();
        Old(stream, tensors, style, wrapper);
        return stream.ToArray();
    }

    public static byte[] Zip(IReadOnlyList<StateTensor> tensors)
    {
        using var stream = new MemoryStream();
        Zip(stream, tensors);
        return stream.ToArray();
    }

    /// <summary>The old format, written from where the stream stands; tensors without values become holes.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="style">Habits of writing.</param>
    /// <param name="wrapper">The key of the state dict in a checkpoint with a number beside it; null for none.</param>
    public static void Old(
        Stream stream, IReadOnlyList<StateTensor> tensors, TorchStyle style = TorchStyle.Current,
        string? wrapper = null)
    {
        string[] keys = [.. Enumerable.Range(0, tensors.Count).Select(Key)];
        stream.Write(Preamble());
        byte[] state = StateDict(tensors, keys, style);
        stream.Write(wrapper is null ? state : new PickleWriter()
            .Protocol().Op("}(").Text("epoch").Int(3).Text(wrapper).Raw(state.AsSpan(2..^1)).Op("u.").ToArray());
        stream.Write(StorageKeys(keys, style));
        foreach (StateTensor tensor in tensors)
        {
            stream.Write(BitConverter.GetBytes(tensor.Count));
            if (tensor.Values is { } values)
                stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
            else
                stream.Position += tensor.Count * sizeof(float);
        }

        stream.SetLength(Math.Max(stream.Length, stream.Position));
    }

    public static void Zip(Stream stream, IReadOnlyList<StateTensor> tensors)
    {
        string[] keys = [.. Enumerable.Range(0, tensors.Count).Select(index => $"{index}")];
        var zip = new StoredZip(stream);
        zip.Add("archive/data.pkl", StateDict(tensors, keys, TorchStyle.Current));
        for (int i = 0; i < keys.Length; i++)
        {
            if (tensors[i].Values is { } values)
                zip.Add($"archive/data/{keys[i]}", MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
            else
                zip.AddHole($"archive/data/{keys[i]}", tensors[i].Count * sizeof(float));
        }

        zip.Add("archive/version", "3\n"u8.ToArray());
        zip.Finish();
    }

    /// <summary>The three pickles with which the old format begins.</summary>
    public static byte[] Preamble() => new PickleWriter()
        .Protocol().Raw(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19).Op(".")
        .Protocol().Int(1001).Op(".")
        .Protocol().Op("}(").Text("protocol_version").Int(1001).Text("little_endian").Raw(0x88).Op("u.")
        .ToArray();

    public static byte[] StorageKeys(IEnumerable<string> keys, TorchStyle style = TorchStyle.Current)
    {
        PickleWriter pickle = Writer(style).Protocol().Op("](");
        foreach (string key in keys)
            pickle.Text(key);
        return pickle.Op("e.").ToArray();
    }

    public static byte[] StateDict(IReadOnlyList<StateTensor> tensors, string[] keys, TorchStyle style)
    {
        PickleWriter pickle = Writer(style).Protocol().Global("collections", "OrderedDict");
        pickle.Op(style == TorchStyle.Python2 ? "](" : ")R(");
        for (int i = 0; i < keys.Length; i++)
        {
            if (style == TorchStyle.Python2)
                Tensor(pickle.Op("](").Text(tensors[i].Key), tensors[i], keys[i], style).Op("e");
            else
                Tensor(pickle.Text(tensors[i].Key), tensors[i], keys[i], style);
        }

        return pickle.Op(style == TorchStyle.Python2 ? "e\u0085R." : "u.").ToArray();
    }

    private static PickleWriter Tensor(PickleWriter pickle, StateTensor tensor, string key, TorchStyle style)
    {
        long[] strides = new long[tensor.Shape.Length];
        long stride = 1;
        for (int axis = strides.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= tensor.Shape[axis];
        }

        bool current = style == TorchStyle.Current;
        pickle.Global("torch._utils", current ? "_rebuild_tensor_v2" : "_rebuild_tensor").Op("((")
            .Text("storage").Global("torch", "FloatStorage").Text(key).Text("cpu").Int(tensor.Count).Op("NtQ")
            .Int(0).Tuple(tensor.Shape).Tuple(strides);
        return (current ? pickle.Raw(0x89).Global("collections", "OrderedDict").Op(")R") : pickle).Op("tR");
    }

    private static PickleWriter Writer(TorchStyle style) => new() { Python2 = style == TorchStyle.Python2 };

    private static string Key(int index) => $"{94_000_000 + (index * 1_000)}";
}
