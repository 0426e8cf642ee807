using Impasto.Glances;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Onnx;

/// <summary>A learned style as an ONNX graph: encoder, maps, decoder.</summary>
internal sealed class StyleModel
{
    private const string Input = "photo", Output = "picture";
    private const int Field = GlancePiece.Stride / 2;

    private readonly OnnxGraph _graph = new();
    private readonly string _rim;

    private StyleModel() => _rim = _graph.Constant(0, 0, 1, 1, 0, 0, 1, 1);

    /// <summary>Writes the graph.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="network">The compact network: plain pixels, edges repeated.</param>
    /// <param name="decoder">The decoder.</param>
    /// <param name="maps">The maps, the same for every photograph.</param>
    /// <param name="texts">Free texts for the file.</param>
    public static void Write(
        Stream stream,
        Network network,
        DecoderNetwork decoder,
        GlanceMaps maps,
        IReadOnlyDictionary<string, string> texts)
    {
        var model = new StyleModel();
        OnnxGraph graph = model._graph;
        string size = graph.Node("Slice", [
            graph.Node("Shape", [Input]), graph.Constant(2), graph.Constant(4), graph.Constant(0)]);
        string grid = model.OnGrid(size);
        (string fine, string deep) = model.Encoded(network, grid);
        string colors = graph.Node(
            "AveragePool", [grid], ("kernel_shape", Both(Field)), ("strides", Both(Field)));
        string made = model.Decoded(
            decoder,
            model.Mapped(deep, maps.Deep),
            graph.Node(
                "Concat",
                [model.Mapped(fine, maps.Fine), model.Mapped(colors, maps.Colors, DecoderNetwork.ColorScale)],
                ("axis", 1L)));
        string clipped = graph.Node("Clip", [made, graph.Constant([0f], []), graph.Constant([1f], [])]);
        graph.NamedNode("Slice", Output, [clipped, graph.Constant(0, 0), size, graph.Constant(2, 3)]);
        graph.Write(stream, "style", Input, Output, texts);
    }

    // The picture with its last row and column repeated up to multiples of 8.
    private string OnGrid(string size)
    {
        string missing = _graph.Node("Mod", [
            _graph.Node("Sub", [_graph.Constant(0, 0), size]),
            _graph.Constant(GlancePiece.Stride, GlancePiece.Stride)]);
        string pads = _graph.Node("Concat", [_graph.Constant(0, 0, 0, 0, 0, 0), missing], ("axis", 0L));
        return _graph.Node("Pad", [Input, pads], ("mode", "edge"));
    }

    private (string Fine, string Deep) Encoded(Network network, string pixels)
    {
        string current = pixels, fine = "";
        LayerName? layer = null;
        foreach (NetworkNode node in network.Nodes)
        {
            current = node switch
            {
                Convolution convolution => Convolved(convolution, current),
                Pooling => _graph.Node(
                    "MaxPool", [current], ("kernel_shape", Both(2)), ("strides", Both(2))),
                _ => _graph.Node("Relu", [current]),
            };
            // A layer's features are those behind its ReLU.
            if (node is Convolution convolved)
                layer = convolved.Layer;
            else if (node is Relu && layer == DecoderNetwork.Fine)
                fine = current;
            else if (node is Relu && layer == DecoderNetwork.Deep)
                return (fine, current);
        }

        throw new WeightsException($"The network '{network.Name}' has no {DecoderNetwork.Deep}.");
    }

    private string Decoded(DecoderNetwork decoder, string deep, string fine)
    {
        string current = deep;
        for (int i = 0; i < decoder.Convolutions.Count; i++)
        {
            if (DecoderNetwork.Doubles(i))
                current = Doubled(current);
            Convolution convolution = decoder.Convolutions[i];
            if (i == DecoderNetwork.Skip)
            {
                current = _graph.Node("Concat", [current, fine], ("axis", 1L));
                convolution = WithoutEmptyInputs(convolution);
            }

            current = Convolved(convolution, current);
            if (i < decoder.Convolutions.Count - 1)
                current = _graph.Node("Relu", [current]);
        }

        return current;
    }

    // A 3 x 3 convolution that sees the edge repeated.
    private string Convolved(Convolution convolution, string source)
    {
        string padded = _graph.Node("Pad", [source, _rim], ("mode", "edge"));
        return _graph.Node("Conv", [
            padded,
            _graph.HalfConstant(
                convolution.Kernel, convolution.Outputs, convolution.Inputs, convolution.Size, convolution.Size),
            _graph.Constant(convolution.Bias, convolution.Outputs)]);
    }

    // A z + b at every position, in float32: b is a difference of large numbers.
    private string Mapped(string source, FeatureTransport map, double scale = 1)
    {
        int channels = map.Shift.Length;
        return _graph.Node("Conv", [
            source,
            _graph.Constant(
                Array.ConvertAll(map.Matrix, value => (float)(value * scale)), channels, channels, 1, 1),
            _graph.Constant(Array.ConvertAll(map.Shift, value => (float)value), channels)]);
    }

    private string Doubled(string source) => _graph.Node(
        "Resize",
        [source, "", _graph.Constant([1f, 1f, 2f, 2f], 4)],
        ("mode", "nearest"),
        ("nearest_mode", "floor"),
        ("coordinate_transformation_mode", "asymmetric"));

    // Colours are filled up with channels of zeros, which a graph need not multiply.
    private static Convolution WithoutEmptyInputs(Convolution convolution)
    {
        const int Colors = 3;
        int inputs = convolution.Inputs - DecoderNetwork.ColorChannels + Colors;
        int taps = convolution.Size * convolution.Size;
        float[] kernel =
        [
            .. Enumerable.Range(0, convolution.Outputs).SelectMany(output =>
                convolution.Kernel.Skip(output * convolution.Inputs * taps).Take(inputs * taps)),
        ];
        return new Convolution(convolution.Layer, inputs, convolution.Outputs, kernel, convolution.Bias);
    }

    private static long[] Both(long length) => [length, length];
}
