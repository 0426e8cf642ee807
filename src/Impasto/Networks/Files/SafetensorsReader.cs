using System.Text.Json;

namespace Impasto.Networks.Files;

/// <summary>Reads the table of contents of a safetensors file: a length, a JSON header, then the values.</summary>
internal static class SafetensorsReader
{
    // VGG-19's has 3 KB; the format allows a hundred million bytes.
    private const long LongestHeader = 8 << 20;

    /// <param name="open">Opens the file from its start, as often as it is asked.</param>
    public static TensorFile Read(Func<Stream> open)
    {
        using Stream stream = open();
        byte[] size = new byte[8];
        if (stream.ReadAtLeast(size, 8, throwOnEndOfStream: false) < 8)
            throw NotOne();
        long header = BitConverter.ToInt64(size), start = 8 + header;
        if (header is < 2 or > LongestHeader || start > stream.Length)
            throw NotOne();
        byte[] text = new byte[header];
        stream.ReadExactly(text);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return Read(document.RootElement, start, stream.Length - start, open);
        }
        catch (Exception failure) when (
            failure is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new WeightsException("its safetensors header is damaged", failure);
        }
    }

    private static WeightsException NotOne() =>
        new("expected a .safetensors or a PyTorch .pth file, and it is neither or is cut off");

    private static TensorFile Read(JsonElement root, long start, long length, Func<Stream> open)
    {
        var tensors = new SortedDictionary<string, TensorEntry>(StringComparer.Ordinal);
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var ranges = new List<(long Begin, long End, string Name)>();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                foreach (JsonProperty entry in property.Value.EnumerateObject())
                    metadata[entry.Name] = entry.Value.GetString() ?? "";
                continue;
            }

            long[] offsets =
                [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(value => value.GetInt64())];
            TensorEntry tensor = Entry(property, start, length, offsets, open);
            if (!tensors.TryAdd(property.Name, tensor))
                throw new WeightsException($"the tensor {property.Name} appears twice");
            ranges.Add((offsets[0], offsets[1], property.Name));
        }

        RequireNoOverlap(ranges);
        return new TensorFile(tensors, metadata);
    }

    private static TensorEntry Entry(JsonProperty property, long start, long length, long[] offsets, Func<Stream> open)
    {
        TensorType type = property.Value.GetProperty("dtype").GetString() switch
        {
            "F16" => TensorType.Float16,
            "BF16" => TensorType.BFloat16,
            "F32" => TensorType.Float32,
            "F64" => TensorType.Float64,
            _ => TensorType.Other,
        };
        long[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(value => value.GetInt64())];
        long count = TensorEntry.CountOf(shape, property.Name);
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0])
            throw new WeightsException($"the tensor {property.Name} lies nowhere in the file");
        if (offsets[1] > length)
            throw new WeightsException($"it ends before the tensor {property.Name} does");
        if (type != TensorType.Other && offsets[1] - offsets[0] != count * TensorEntry.SizeOf(type))
            throw new WeightsException(
                $"the tensor {property.Name} has {offsets[1] - offsets[0]} bytes, which does not fit its shape");
        return new TensorEntry(property.Name, type, shape, TensorEntry.Contiguous(shape), start + offsets[0], open);
    }

    private static void RequireNoOverlap(List<(long Begin, long End, string Name)> ranges)
    {
        ranges.Sort();
        for (int i = 1; i < ranges.Count; i++)
        {
            if (ranges[i].Begin < ranges[i - 1].End)
                throw new WeightsException($"the tensors {ranges[i - 1].Name} and {ranges[i].Name} overlap");
        }
    }
}
