using System.Globalization;
using System.Numerics;

namespace Impasto.Networks.Files;

/// <summary>Reads PyTorch's old format: five pickles, then every storage as its length and its raw values.</summary>
internal static class TorchOldReader
{
    private const int Protocol = 1001;

    private static readonly BigInteger Magic =
        BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <param name="open">Opens the file from its start, as often as it is asked.</param>
    public static TensorFile Read(Func<Stream> open)
    {
        using Stream stream = open();
        var pickle = new TorchPickle();
        if (pickle.Read(stream) is not BigInteger magic || magic != Magic)
            throw new WeightsException("it is a pickle, but not one that torch.save wrote");
        if (pickle.Read(stream) is not (long)Protocol)
            throw new WeightsException("it is of a version of PyTorch's old format that is not known");
        if (pickle.Read(stream) is PickleDictionary system && system.Items.GetValueOrDefault("little_endian") is false)
            throw new WeightsException("it was written on a big-endian machine");
        Dictionary<string, TorchPickle.View> views = TorchPickle.Tensors(pickle.Read(stream));
        if (pickle.Read(stream) is not List<object?> keys)
            throw new WeightsException("its list of storages is damaged");
        return TorchPickle.File(views, Starts(stream, keys, pickle.Storages), open);
    }

    // Where each storage's values begin: only lengths are read, the values are stepped over.
    private static Dictionary<string, long> Starts(
        Stream stream, List<object?> keys, Dictionary<string, TorchPickle.Storage> storages)
    {
        var starts = new Dictionary<string, long>(StringComparer.Ordinal);
        byte[] length = new byte[8];
        foreach (object? key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out TorchPickle.Storage? storage))
                throw new WeightsException("its list of storages is damaged");
            if (stream.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8)
                throw new WeightsException("it ends before its last storage");
            if (BitConverter.ToInt64(length) != storage.Count)
                throw new WeightsException("a storage has another length than its tensors say");
            starts[name] = stream.Position;
            long end = stream.Position + (storage.Count * storage.ElementSize);
            if (end > stream.Length || end < stream.Position)
                throw new WeightsException("it ends inside a storage: the download may have broken off");
            stream.Position = end;
        }

        return starts;
    }
}
