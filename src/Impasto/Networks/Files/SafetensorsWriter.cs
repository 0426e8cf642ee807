using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Impasto.Networks.Files;

/// <summary>Writes tensors as a safetensors file, in float32 or float16.</summary>
internal static class SafetensorsWriter
{
    /// <param name="stream">Receives the file.</param>
    /// <param name="tensors">Names, shapes and values, in the order in which they shall lie in the file.</param>
    /// <param name="metadata">Free texts.</param>
    /// <param name="half">Whether to round to float16.</param>
    public static void Write(
        Stream stream,
        IReadOnlyList<(string Name, long[] Shape, float[] Values)> tensors,
        IReadOnlyDictionary<string, string> metadata,
        bool half = false)
    {
        int size = half ? 2 : 4;
        var texts = new JsonObject();
        foreach ((string key, string text) in metadata)
            texts[key] = text;
        var header = new JsonObject { ["__metadata__"] = texts };
        long offset = 0;
        foreach ((string name, long[] shape, float[] values) in tensors)
        {
            header[name] = new JsonObject
            {
                ["dtype"] = half ? "F16" : "F32",
                ["shape"] = new JsonArray([.. shape.Select(length => JsonValue.Create(length))]),
                ["data_offsets"] = new JsonArray(offset, offset += values.LongLength * size),
            };
        }

        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString());
        // The format asks for values that begin at a multiple of eight; spaces fill up.
        int padding = (8 - (json.Length % 8)) % 8;
        stream.Write(BitConverter.GetBytes((long)(json.Length + padding)));
        stream.Write(json);
        stream.Write("       "u8[..padding]);
        foreach ((_, _, float[] values) in tensors)
            stream.Write(half ? Halves(values) : MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private static byte[] Halves(float[] values)
    {
        byte[] bytes = new byte[values.Length * 2];
        for (int i = 0; i < values.Length; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(i * 2), (Half)values[i]);
        return bytes;
    }
}
