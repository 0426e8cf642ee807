using System.Text;
using Impasto.Networks.Files;
using Impasto.Tests.Networks.Weights;

namespace Impasto.Tests.Networks.Files;

public sealed class SafetensorsTests
{
    [Fact]
    public void Write_then_read_gives_names_shapes_values_and_texts()
    {
        byte[] file = Write([("b", [2, 3], [1, 2, 3, 4, 5, 6]), ("a", [], [-7])], half: false);

        TensorFile read = Read(file);

        Assert.Equal(["a", "b"], read.Tensors.Keys);
        Assert.Equal([2, 3], read.Tensors["b"].Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], read.Tensors["b"].Read());
        Assert.Equal([-7], read.Tensors["a"].Read());
        Assert.Equal("grüße \"x\"", read.Metadata["text"]);
    }

    [Fact]
    public void Write_half_rounds_to_float16()
    {
        // 2049 lies between 2048 and 2050, the nearest that 11 bits can hold, and goes to the even one.
        float[] read = Read(Write([("a", [3], [1.5f, -0.25f, 2049])], half: true)).Tensors["a"].Read();

        Assert.Equal([1.5f, -0.25f, 2048], read);
    }

    [Fact]
    public void Write_begins_the_values_at_a_multiple_of_eight()
    {
        for (int length = 1; length <= 8; length++)
        {
            long header = BitConverter.ToInt64(Write([(new string('a', length), [1], [1])], half: false));
            Assert.Equal(0, header % 8);
        }
    }

    [Theory]
    [InlineData("F16", 0x00, 0x3e, 0, 0, 0, 0, 0, 0)]
    [InlineData("BF16", 0xc0, 0x3f, 0, 0, 0, 0, 0, 0)]
    [InlineData("F32", 0, 0, 0xc0, 0x3f, 0, 0, 0, 0)]
    [InlineData("F64", 0, 0, 0, 0, 0, 0, 0xf8, 0x3f)]
    public void Read_any_floating_type_gives_one_and_a_half(string type, params int[] bytes)
    {
        int size = type switch { "F64" => 8, "F32" => 4, _ => 2 };
        byte[] file = File($$"""{"a":{"dtype":"{{type}}","shape":[1],"data_offsets":[0,{{size}}] } }""",
            [.. bytes.Select(value => (byte)value)]);

        Assert.Equal([1.5f], Read(file).Tensors["a"].Read());
    }

    [Fact]
    public void Open_header_that_begins_like_a_pickle_is_still_safetensors()
    {
        // A length of 640 is written 80 02, with which PyTorch's old format begins.
        const string tensor = """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4] } }""";
        byte[] file = File(tensor.PadRight(640), BitConverter.GetBytes(2.5f));

        Assert.Equal([0x80, 0x02], file[..2]);
        Assert.Equal([2.5f], Read(file).Tensors["a"].Read());
    }

    [Theory]
    [InlineData("""[]""", "header is damaged")]
    [InlineData("""{"a":1}""", "header is damaged")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "header is damaged")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "header is damaged")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e30],"data_offsets":[0,4]}}""", "header is damaged")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""", "header is damaged")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "header is damaged")]
    [InlineData("""{"__metadata__":{"name":5}}""", "header is damaged")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", "a lies nowhere")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "a lies nowhere")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}""", "a lies nowhere")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[6,10]}}""", "ends before the tensor a does")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "has 4 bytes, which does not fit its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "absurd shape (-1)")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""",
        "absurd shape (4294967296 x 4294967296)")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"""
        + """ "b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""",
        "a and b overlap")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"""
        + """ "a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "a appears twice")]
    public void Open_bad_header_is_refused(string header, string expected) =>
        Assert.Contains(expected, Refusal.Of(() => Read(File(header, new byte[8]))), StringComparison.Ordinal);

    [Fact]
    public void Open_deep_header_is_refused()
    {
        string nested = string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000);

        Assert.Contains("header is damaged", Refusal.Of(() => Read(File(nested, []))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 40)]
    [InlineData(100)]
    public void Open_header_length_that_lies_is_refused(long length)
    {
        byte[] file = [.. BitConverter.GetBytes(length), .. "{}                      "u8];

        Assert.Contains("neither or is cut off", Refusal.Of(() => Read(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_name_that_would_steer_the_terminal_is_shown_harmlessly()
    {
        string header = """{"x\u001b[2J\u202e\n":{"dtype":"F32","shape":[-1],"data_offsets":[0,4] } }""";

        Assert.Contains("x?[2J??", Refusal.Of(() => Read(File(header, new byte[8]))), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_name_of_great_length_is_cut()
    {
        string header = $$"""{"{{new string('x', 100_000)}}":{"dtype":"F32","shape":[-1],"data_offsets":[0,4] } }""";

        Assert.Contains("xxx…", Refusal.Of(() => Read(File(header, new byte[8]))), StringComparison.Ordinal);
    }

    private static byte[] Write((string Name, long[] Shape, float[] Values)[] tensors, bool half)
    {
        using var stream = new MemoryStream();
        NamedTensor[] named = [.. tensors.Select(tensor => new NamedTensor(tensor.Name, tensor.Shape, tensor.Values))];
        SafetensorsWriter.Write(stream, named, new Dictionary<string, string> { ["text"] = "grüße \"x\"" }, half);
        return stream.ToArray();
    }

    private static byte[] File(string header, byte[] values)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. values];
    }

    private static TensorFile Read(byte[] file) => TensorFile.Open("weights.safetensors", () => new MemoryStream(file));
}
