using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Impasto.Networks.Files;

/// <summary>Writes tensors as a safetensors file, in float32 or float16.</summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes the header and then the values.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="tensors">The tensors, in the order that they get in the file.</param>
    /// <param name="metadata">Free texts.</param>
    /// <param name="half">True rounds to float16.</param>
    public static void Write(
        Stream stream,
        IReadOnlyList<NamedTensor> tensors,
        IReadOnlyDictionary<string, string> metadata,
        bool half = false)
    {
        int size = half ? 2 : 4;
        var texts = new JsonObject();
        foreach ((string key, string text) in metadata)
            texts[key] = text;
        var header = new JsonObject { ["__metadata__"] = texts };
        long offset = 0;
        foreach (NamedTensor tensor in tensors)
        {
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = half ? "F16" : "F32",
                ["shape"] = new JsonArray([.. tensor.Shape.Select(length => JsonValue.Create(length))]),
                ["data_offsets"] = new JsonArray(offset, offset += tensor.Values.LongLength * size),
            };
        }

        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString());
        // Values must begin at a multiple of eight bytes; spaces fill the gap.
        int padding = (8 - (json.Length % 8)) % 8;
        stream.Write(BitConverter.GetBytes((long)(json.Length + padding)));
        stream.Write(json);
        stream.Write("       "u8[..padding]);
        foreach (NamedTensor tensor in tensors)
            stream.Write(half ? Halves(tensor.Values) : MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
    }

    private static byte[] Halves(float[] values)
    {
        byte[] bytes = new byte[values.Length * 2];
        for (int i = 0; i < values.Length; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(i * 2), (Half)values[i]);
        return bytes;
    }
}
