using System.Text.Json;
using Impasto.Storage;

namespace Impasto.Networks.Files;

/// <summary>Reads the index of weights that lie in several files: a JSON text with each tensor's file.</summary>
internal static class ShardedReader
{
    private const int LongestIndex = 8 << 20;
    private const int MostFiles = 256;

    /// <param name="path">Where the index is; the files lie beside it.</param>
    /// <param name="open">Opens the index.</param>
    public static TensorFile Read(string path, Func<Stream> open)
    {
        Dictionary<string, string> places = Places(open);
        string[] names = [.. places.Values.Distinct()];
        if (names.Length > MostFiles)
            throw new WeightsException($"its index lists {names.Length} files, far more than any VGG network has");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        Dictionary<string, TensorFile> files =
            names.ToDictionary(name => name, name => Open(folder, name), StringComparer.Ordinal);
        var tensors = new SortedDictionary<string, TensorEntry>(StringComparer.Ordinal);
        foreach ((string key, string name) in places)
        {
            tensors[key] = files[name].Tensors.GetValueOrDefault(key)
                ?? throw new WeightsException($"its file '{name}' lacks {key}");
        }

        return new TensorFile(tensors, files.Values.First().Metadata) { IsIndexed = true };
    }

    private static Dictionary<string, string> Places(Func<Stream> open)
    {
        try
        {
            using Stream stream = open();
            byte[] text = BoundedStream.Read(stream, LongestIndex)
                ?? throw new WeightsException("its index is longer than that of any VGG network");
            using JsonDocument document = JsonDocument.Parse(text);
            var places = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (JsonProperty entry in document.RootElement.GetProperty("weight_map").EnumerateObject())
                places[entry.Name] = entry.Value.GetString() ?? "";
            return places.Count > 0 ? places : throw new WeightsException("its index lists no tensors");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new WeightsException("it is no index of weights: expected a text with a weight_map", failure);
        }
    }

    // An index must not lead to files elsewhere, nor to another index.
    private static TensorFile Open(string folder, string name)
    {
        if (name is "" or "." or ".." || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0
            || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            throw new WeightsException($"its index names '{name}', expected a weight file in the same folder");
        return TensorFile.Open(Path.Combine(folder, name));
    }
}
