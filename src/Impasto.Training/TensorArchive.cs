using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Impasto.Training;

/// <summary>Named float arrays and a text each for some names, in the safetensors layout.</summary>
internal sealed record TensorArchive(
    IReadOnlyDictionary<string, (long[] Shape, float[] Values)> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    public static TensorArchive Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using var reader = new BinaryReader(stream);
        byte[] text = reader.ReadBytes(checked((int)reader.ReadInt64()));
        JsonObject header = JsonNode.Parse(text)!.AsObject();
        long start = stream.Position;
        var tensors = new Dictionary<string, (long[], float[])>(StringComparer.Ordinal);
        Dictionary<string, string> metadata = [];
        foreach ((string name, JsonNode? entry) in header)
        {
            if (name == "__metadata__")
            {
                metadata = entry.Deserialize<Dictionary<string, string>>()!;
                continue;
            }

            long[] shape = entry!["shape"].Deserialize<long[]>()!;
            long[] offsets = entry["data_offsets"].Deserialize<long[]>()!;
            var values = new float[(offsets[1] - offsets[0]) / 4];
            stream.Position = start + offsets[0];
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            tensors[name] = (shape, values);
        }

        return new TensorArchive(tensors, metadata);
    }

    public void Write(string path)
    {
        var header = new JsonObject { ["__metadata__"] = JsonSerializer.SerializeToNode(Metadata) };
        long offset = 0;
        foreach ((string name, (long[] shape, float[] values)) in Tensors)
        {
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = JsonSerializer.SerializeToNode(shape),
                ["data_offsets"] = new JsonArray(offset, offset += values.LongLength * 4),
            };
        }

        byte[] text = Encoding.UTF8.GetBytes(header.ToJsonString());
        string temporary = path + ".tmp";
        using (var writer = new BinaryWriter(File.Create(temporary)))
        {
            writer.Write((long)text.Length);
            writer.Write(text);
            foreach ((_, float[] values) in Tensors.Values)
                writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        File.Move(temporary, path, overwrite: true);
    }
}
