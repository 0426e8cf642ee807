using System.IO.Compression;
using System.Text;

namespace Impasto.Networks.Files;

/// <summary>Reads PyTorch's zip format: a pickle named data.pkl and one entry a storage.</summary>
internal static class TorchZipReader
{
    private const long LargestPickle = 64 << 20;

    public static TensorFile Read(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        ZipArchiveEntry data = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new ImpastoException("it is a zip archive, but not one that torch.save wrote");
        if (data.Length > LargestPickle)
            throw new ImpastoException("its pickle is far larger than a state dict's");
        string folder = data.FullName[..^"data.pkl".Length];
        if (archive.GetEntry(folder + "byteorder") is { } order && ReadText(order) != "little")
            throw new ImpastoException("it was written on a big-endian machine");
        var pickle = new TorchPickle();
        using var stream = new BufferedStream(data.Open(), 1 << 16);
        Dictionary<string, TorchPickle.View> views = TorchPickle.Tensors(pickle.Read(stream));
        foreach (TorchPickle.Storage storage in pickle.Storages.Values)
        {
            ZipArchiveEntry entry = archive.GetEntry($"{folder}data/{storage.Key}")
                ?? throw new ImpastoException($"its storage {storage.Key} is missing");
            if (entry.Length < storage.Count * storage.ElementSize)
                throw new ImpastoException($"its storage {storage.Key} is shorter than its tensors say");
        }

        return new TensorFile(
            views.ToDictionary(
                view => view.Key,
                view => TorchPickle.Entry(
                    view.Key, view.Value, offset => new ZipEntryStream(path, $"{folder}data/{view.Value.Storage.Key}", offset)),
                StringComparer.Ordinal),
            new Dictionary<string, string>(StringComparer.Ordinal));
    }

    private static string ReadText(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.ASCII);
        char[] text = new char[16];
        return new string(text, 0, reader.ReadBlock(text));
    }
}
