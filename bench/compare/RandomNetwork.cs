using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Impasto.Bench.Compare;

/// <summary>Networks of VGG-19's layers up to conv5_1 with random weights, written as safetensors.</summary>
internal static class RandomNetwork
{
    private static readonly int[] s_depths = [2, 2, 4, 4, 1];

    /// <summary>Writes a network whose features keep their size from layer to layer.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="channels">Channels of the layers of a block, counted from 1.</param>
    public static void Write(string path, int seed, Func<int, int> channels)
    {
        var random = new Random(seed);
        var header = new SortedDictionary<string, object>(StringComparer.Ordinal);
        List<float[]> tensors = [];
        long offset = 0;
        void Add(string name, int[] shape, double width)
        {
            float[] values = new float[shape.Aggregate(1, (product, side) => product * side)];
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)((random.NextDouble() - 0.5) * width);
            long end = offset + (4L * values.Length);
            header[name] = new { dtype = "F32", shape, data_offsets = new[] { offset, end } };
            offset = end;
            tensors.Add(values);
        }

        int inputs = 3;
        for (int block = 1; block <= s_depths.Length; block++)
        {
            for (int index = 1; index <= s_depths[block - 1]; index++)
            {
                int outputs = channels(block);
                // Evenly spread values have a deviation of a root of 12 less than their width.
                Add($"conv{block}_{index}.weight", [outputs, inputs, 3, 3], Math.Sqrt(12 * 2.0 / (9 * inputs)));
                Add($"conv{block}_{index}.bias", [outputs], 0.3);
                inputs = outputs;
            }
        }

        Write(path, JsonSerializer.Serialize(header), tensors);
    }

    private static void Write(string path, string header, List<float[]> tensors)
    {
        string beside = path + ".new";
        using (FileStream stream = File.Create(beside))
        {
            byte[] text = Encoding.UTF8.GetBytes(header);
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
            stream.Write(length);
            stream.Write(text);
            foreach (float[] values in tensors)
                stream.Write(MemoryMarshal.AsBytes<float>(values));
        }

        File.Move(beside, path, overwrite: true);
    }
}
