using System.Text;

namespace Impasto.Networks.Files;

/// <summary>
/// Reads PyTorch's zip format: a pickle named data.pkl and one entry a storage, all of them uncompressed.
/// </summary>
internal static class TorchZipReader
{
    /// <param name="open">Opens the file from its start, as often as it is asked.</param>
    public static TensorFile Read(Func<Stream> open)
    {
        using Stream stream = open();
        Dictionary<string, ZipDirectory.Entry> entries = ZipDirectory.Read(stream);
        string data = entries.Keys.FirstOrDefault(name => name.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new WeightsException("it is a zip archive, but not one that torch.save wrote");
        string folder = data[..^"data.pkl".Length];
        RequireLittleEndian(stream, entries.GetValueOrDefault(folder + "byteorder"));
        stream.Position = Start(stream, entries[data], "pickle");
        var pickle = new TorchPickle();
        Dictionary<string, TorchPickle.View> views = TorchPickle.Tensors(pickle.Read(stream));
        Dictionary<string, long> starts = pickle.Storages.Values.ToDictionary(
            storage => storage.Key,
            storage => Start(stream, storage, entries.GetValueOrDefault($"{folder}data/{storage.Key}")),
            StringComparer.Ordinal);
        return TorchPickle.File(views, starts, open);
    }

    private static long Start(Stream stream, TorchPickle.Storage storage, ZipDirectory.Entry? entry)
    {
        if (entry is null)
            throw new WeightsException($"its storage {storage.Key} is missing");
        if (entry.Length < storage.Count * storage.ElementSize)
            throw new WeightsException($"its storage {storage.Key} is shorter than its tensors say");
        return Start(stream, entry, $"storage {storage.Key}");
    }

    private static long Start(Stream stream, ZipDirectory.Entry entry, string what) => entry.IsStored
        ? ZipDirectory.ContentOf(stream, entry)
        : throw new WeightsException($"its {what} is compressed, which torch.save never does");

    private static void RequireLittleEndian(Stream stream, ZipDirectory.Entry? entry)
    {
        if (entry is null)
            return;
        stream.Position = Start(stream, entry, "byte order");
        byte[] text = new byte[Math.Min(entry.Length, 16)];
        stream.ReadExactly(text);
        if (Encoding.ASCII.GetString(text) != "little")
            throw new WeightsException("it was written on a big-endian machine");
    }
}
