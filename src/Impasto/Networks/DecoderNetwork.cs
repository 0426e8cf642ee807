using Impasto.Networks.Files;
using Impasto.Numerics;

namespace Impasto.Networks;

/// <summary>A frozen decoder: features of two layers of the compact network become a picture.</summary>
/// <remarks>
/// Eight 3 x 3 convolutions with edges repeated, decode4_1 and decode4_2 at 1/8 of the size to decode1_1 and decode1_2
/// at full size; a ReLU after all but the last; every position is doubled before the first of a block. decode3_1 takes
/// the finer layer's features and colours, means over 4 x 4 pixels, behind the doubled ones.
/// </remarks>
internal sealed class DecoderNetwork
{
    /// <summary>The number of the convolution that also takes the finer features, from 0.</summary>
    public const int Skip = 2;

    // Whole registers of every width.
    private const int WidthStep = 16;
    private const int Layers = 8;
    private const int Colors = 3;

    /// <summary>Wraps convolutions that the caller hands over.</summary>
    /// <param name="convolutions">All eight, in order.</param>
    /// <param name="name">What the decoder is called in messages.</param>
    /// <exception cref="WeightsException">They do not fit each other.</exception>
    public DecoderNetwork(IReadOnlyList<Convolution> convolutions, string name = "glance")
    {
        Convolutions = convolutions;
        bool fits = convolutions.Count == Layers && convolutions[^1].Outputs == Colors;
        for (int i = 0; fits && i < Layers; i++)
        {
            int inputs = convolutions[i].Inputs - (i == Skip ? FineChannels : 0);
            fits = convolutions[i].Size == 3 && convolutions[i].Inputs % WidthStep == 0
                && (i == Layers - 1 || convolutions[i].Outputs % WidthStep == 0)
                && (i == 0 || inputs == convolutions[i - 1].Outputs) && (i != Skip || FineChannels > ColorChannels);
        }

        if (!fits)
            throw new WeightsException($"The decoder '{name}' can't be used: its layers do not fit each other.");
    }

    /// <summary>The convolutions in order.</summary>
    public IReadOnlyList<Convolution> Convolutions { get; }

    /// <summary>Channels of the deep layer.</summary>
    public int DeepChannels => Convolutions[0].Inputs;

    /// <summary>Channels of the finer layer and of the colours beside it.</summary>
    public int FineChannels => Convolutions[Skip].Inputs - Convolutions[Skip - 1].Outputs;

    /// <summary>Channels that colours take: three, filled up with zeros.</summary>
    public const int ColorChannels = 16;

    /// <summary>Colours from 0 to 1 are multiplied by this, to be as large as features.</summary>
    public const float ColorScale = 2;

    /// <summary>The layer at 1/8 of the size, conv4_1.</summary>
    public static LayerName Deep { get; } = VggLayers.Of(4, 1);

    /// <summary>The layer at 1/4 of the size, conv3_4.</summary>
    public static LayerName Fine { get; } = VggLayers.Of(3, 4);

    /// <summary>True if positions are doubled before a convolution.</summary>
    public static bool Doubles(int index) => index > 0 && index % 2 == 0;

    /// <summary>A convolution's name.</summary>
    public static LayerName NameOf(int index) => new($"decode{4 - (index / 2)}_{1 + (index % 2)}");

    /// <summary>Reads a decoder that a training wrote.</summary>
    /// <param name="file">The weights, and perhaps others.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <exception cref="WeightsException">The file is not a decoder.</exception>
    public static DecoderNetwork Read(TensorFile file, string name)
    {
        List<Convolution> convolutions = [];
        for (int i = 0; i < Layers; i++)
        {
            LayerName layer = NameOf(i);
            if (!file.Tensors.TryGetValue($"{layer}.weight", out TensorEntry? entry) || entry.Shape.Count != 4
                || !file.Tensors.ContainsKey($"{layer}.bias"))
            {
                throw new WeightsException($"The file '{name}' is not a decoder: it has no {layer}.");
            }

            float[] kernel = file.Read($"{layer}.weight"), bias = file.Read($"{layer}.bias");
            if (!VectorMath.AllFinite(kernel) || !VectorMath.AllFinite(bias))
                throw new WeightsException($"The file '{name}' can't be used: {layer} is not finite.");
            try
            {
                convolutions.Add(new Convolution(
                    layer, Channels(entry.Shape[1]), Channels(entry.Shape[0]), kernel, bias));
            }
            catch (ArgumentException failure)
            {
                throw new WeightsException(
                    $"The file '{name}' is not a decoder: {layer} has the wrong shape.", failure);
            }
        }

        return new DecoderNetwork(convolutions, name);

        // A length that no layer has stays one.
        static int Channels(long length) => (int)Math.Min(length, int.MaxValue);
    }
}
