using Impasto.Networks;
using Impasto.Networks.Files;

namespace Impasto.Bench.Quality;

/// <summary>
/// The 16 times smaller encoder of Collaborative Distillation as a network of its own, to compare with.
/// </summary>
/// <remarks>
/// Its first 1 x 1 convolution is folded into the 3 x 3 one that follows; its linear auxiliary maps carry the moments.
/// </remarks>
internal static class EncoderNetwork
{
    private static readonly LayerName[] Layers =
    [
        .. new[] { 2, 2, 4, 4, 1 }.SelectMany(
            (depth, block) => Enumerable.Range(1, depth).Select(index => VggLayers.Of(block + 1, index))),
    ];

    /// <summary>Builds it from the encoder's file.</summary>
    public static Network Load(string file)
    {
        IReadOnlyDictionary<string, TensorEntry> tensors = TensorFile.Open(file).Tensors;
        List<Convolution> convolutions = [];
        var maps = new Dictionary<LayerName, LinearMap>();
        int inputs = 3;
        foreach (LayerName layer in Layers)
        {
            string key = layer.Text.Replace("_", "", StringComparison.Ordinal);
            float[] kernel = tensors[$"{key}.weight"].Read(), bias = tensors[$"{key}.bias"].Read();
            if (convolutions.Count == 0)
                (kernel, bias) = Fold((kernel, bias), tensors["conv0.weight"].Read(), tensors["conv0.bias"].Read());
            convolutions.Add(new Convolution(layer, inputs, bias.Length, kernel, bias));
            inputs = bias.Length;
            if (!tensors.TryGetValue($"{key}_aux.weight", out TensorEntry? map))
                continue;
            double[] shift = [.. tensors[$"{key}_aux.bias"].Read().Select(value => (double)value)];
            double[] weight = [.. map.Read().Select(value => (double)value)];
            maps[layer] = new LinearMap(inputs, shift.Length, weight, shift, shift.Length);
        }

        return Network.Vgg(
            "encoder", convolutions, InputNormalization.Unit, PaddingMode.Reflect, new string('0', 64), maps);
    }

    // conv(A x + a) = conv'(x): exact, since the edge is reflected after the 1 x 1 convolution as well as before.
    private static (float[] Kernel, float[] Bias) Fold(
        (float[] Kernel, float[] Bias) convolution, float[] map, float[] shift)
    {
        (float[] kernel, float[] bias) = convolution;
        float[] folded = new float[kernel.Length], moved = [.. bias];
        for (int output = 0; output < bias.Length; output++)
        {
            for (int middle = 0; middle < 3; middle++)
            {
                for (int tap = 0; tap < 9; tap++)
                {
                    float weight = kernel[(((output * 3) + middle) * 9) + tap];
                    moved[output] += weight * shift[middle];
                    for (int input = 0; input < 3; input++)
                        folded[(((output * 3) + input) * 9) + tap] += weight * map[(middle * 3) + input];
                }
            }
        }

        return (folded, moved);
    }
}
