using Impasto.Networks.Files;
using Impasto.Text;

namespace Impasto.Networks.Weights;

/// <summary>Writes a network as a .safetensors file that <see cref="NetworkLoader"/> reads.</summary>
public static class NetworkWriter
{
    /// <summary>
    /// Writes weights, maps, pixel normalisation and padding; after a failure the file is as it was before.
    /// </summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="network">The network.</param>
    /// <param name="record">More texts to keep in the file, such as "name" or "attribution"; null for none.</param>
    /// <param name="half">True rounds the weights to float16; false, the default, writes float32.</param>
    /// <exception cref="ImpastoException">The file can't be written.</exception>
    public static void Write(
        string path, Network network, IReadOnlyDictionary<string, string>? record = null, bool half = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string text) in record ?? new Dictionary<string, string>())
            metadata[key] = text;
        metadata["normalization"] = network.Normalization.Name;
        metadata["padding"] = OptionText.Of(network.Padding);
        List<NamedTensor> tensors = [];
        foreach (Convolution convolution in network.Convolutions)
        {
            LayerName layer = convolution.Layer;
            tensors.AddRange(Tensors(convolution));
            if (!network.Maps.TryGetValue(layer, out LinearMap? map))
                continue;
            metadata[$"{layer}.channels"] = OptionText.Of(map.Channels);
            tensors.Add(new NamedTensor($"{layer}.map.weight", [map.Outputs, map.Inputs], Singles(map.Weight)));
            tensors.Add(new NamedTensor($"{layer}.map.bias", [map.Outputs], Singles(map.Bias)));
        }

        TensorFile.Write(path, tensors, metadata, half);
    }

    /// <summary>A convolution as the tensors LAYER.weight and LAYER.bias of a weight file.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <returns>Outputs x inputs x size x size, and outputs.</returns>
    public static IReadOnlyList<NamedTensor> Tensors(Convolution convolution)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        return
        [
            new NamedTensor(
                $"{convolution.Layer}.weight",
                [convolution.Outputs, convolution.Inputs, convolution.Size, convolution.Size],
                convolution.Kernel),
            new NamedTensor($"{convolution.Layer}.bias", [convolution.Outputs], convolution.Bias),
        ];
    }

    private static float[] Singles(double[] values) => Array.ConvertAll(values, value => (float)value);
}
