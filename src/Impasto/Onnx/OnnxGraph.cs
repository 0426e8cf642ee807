namespace Impasto.Onnx;

/// <summary>A graph of ONNX's operators that is written as a model.</summary>
/// <remarks>Source: onnx.proto of ONNX 1.12, whose numbers of fields and types stand below.</remarks>
internal sealed class OnnxGraph
{
    private const int Float = 1, Long = 7, Half = 10;
    private const int IntAttribute = 2, TextAttribute = 3, IntsAttribute = 7;
    private const int OperatorSet = 17, FormatVersion = 8;

    private readonly ProtobufWriter _graph = new();
    private int _values;

    /// <summary>A constant in float32.</summary>
    /// <returns>Its name.</returns>
    public string Constant(float[] values, params long[] shape) =>
        Constant(Float, ProtobufWriter.Raw(values), shape);

    /// <summary>A constant of whole numbers, a vector.</summary>
    /// <returns>Its name.</returns>
    public string Constant(params long[] values) => Constant(Long, ProtobufWriter.Raw(values), values.Length);

    /// <summary>
    /// A constant whose values are rounded to float16 in the file and cast to float32 when it is used.
    /// </summary>
    /// <returns>Its name.</returns>
    public string HalfConstant(float[] values, params long[] shape) => Node(
        "Cast",
        [Constant(Half, ProtobufWriter.Raw(Array.ConvertAll(values, value => (System.Half)value)), shape)],
        ("to", (long)Float));

    /// <summary>Applies an operator with one output.</summary>
    /// <param name="name">The operator.</param>
    /// <param name="inputs">Names of values; an empty one is an optional input that is left out.</param>
    /// <param name="attributes">Names and values: a number, a text or several numbers.</param>
    /// <returns>The output's name.</returns>
    public string Node(string name, string[] inputs, params (string Name, object Value)[] attributes) =>
        NamedNode(name, Next(), inputs, attributes);

    /// <summary>The same, with a name for the output.</summary>
    public string NamedNode(
        string name, string output, string[] inputs, params (string Name, object Value)[] attributes)
    {
        var node = new ProtobufWriter();
        foreach (string input in inputs)
            node.Text(1, input);
        node.Text(2, output).Text(3, $"{name}_{output}").Text(4, name);
        foreach ((string attribute, object value) in attributes)
            node.Message(5, Attribute(attribute, value));
        _graph.Message(1, node);
        return output;
    }

    /// <summary>Writes the model.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="name">The graph's name.</param>
    /// <param name="input">The input, a picture.</param>
    /// <param name="output">The output, a picture.</param>
    /// <param name="texts">Free texts.</param>
    public void Write(
        Stream stream, string name, string input, string output, IReadOnlyDictionary<string, string> texts)
    {
        _graph.Text(2, name).Message(11, Picture(input)).Message(12, Picture(output));
        ProtobufWriter model = new ProtobufWriter()
            .Number(1, FormatVersion)
            .Text(2, "Impasto")
            .Message(7, _graph)
            .Message(8, new ProtobufWriter().Text(1, "").Number(2, OperatorSet));
        foreach ((string key, string text) in texts)
            model.Message(14, new ProtobufWriter().Text(1, key).Text(2, text));
        stream.Write(model.Bytes);
    }

    private string Constant(int type, ReadOnlySpan<byte> bytes, params long[] shape)
    {
        string name = Next();
        _graph.Message(
            5, new ProtobufWriter().Numbers(1, shape).Number(2, type).Text(8, name).Content(9, bytes));
        return name;
    }

    private string Next() => $"v{_values++}";

    private static ProtobufWriter Attribute(string name, object value)
    {
        ProtobufWriter attribute = new ProtobufWriter().Text(1, name);
        return value switch
        {
            long number => attribute.Number(3, number).Number(20, IntAttribute),
            string text => attribute.Text(4, text).Number(20, TextAttribute),
            long[] numbers => attribute.Numbers(8, numbers).Number(20, IntsAttribute),
            _ => throw new ArgumentException($"Attributes of {value.GetType()} are not written.", nameof(value)),
        };
    }

    // 1 x 3 x height x width in float32, of any size.
    private static ProtobufWriter Picture(string name)
    {
        var shape = new ProtobufWriter();
        shape.Message(1, new ProtobufWriter().Number(1, 1)).Message(1, new ProtobufWriter().Number(1, 3))
            .Message(1, new ProtobufWriter().Text(2, "height")).Message(1, new ProtobufWriter().Text(2, "width"));
        ProtobufWriter tensor = new ProtobufWriter().Number(1, Float).Message(2, shape);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }
}
