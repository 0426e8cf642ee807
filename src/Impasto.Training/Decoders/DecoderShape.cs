using Impasto.Networks;

namespace Impasto.Training.Decoders;

/// <summary>The convolutions of a decoder.</summary>
internal sealed class DecoderShape
{
    /// <summary>The number of the convolution that also takes the finer layer's features, from 0.</summary>
    public const int Skip = 2;

    /// <summary>Channels of a picture.</summary>
    public const int Colors = 3;

    /// <summary>A shape.</summary>
    /// <param name="deep">Channels of the deep layer.</param>
    /// <param name="fine">Channels of the finer layer.</param>
    /// <param name="widths">Outputs of all convolutions but the last.</param>
    public DecoderShape(int deep, int fine, IReadOnlyList<int> widths)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(widths.Count, DecoderOptions.InnerLayers);
        Deep = deep;
        int inputs = deep;
        List<ConvolutionShape> convolutions = [];
        for (int i = 0; i <= widths.Count; i++)
        {
            int outputs = i < widths.Count ? widths[i] : Colors;
            convolutions.Add(new ConvolutionShape(NameOf(i), inputs + (i == Skip ? fine : 0), outputs));
            inputs = outputs;
        }

        Convolutions = convolutions;
    }

    /// <summary>Channels of the deep layer.</summary>
    public int Deep { get; }

    /// <summary>The convolutions in order.</summary>
    public IReadOnlyList<ConvolutionShape> Convolutions { get; }

    /// <summary>True if positions are doubled before a convolution.</summary>
    public static bool Doubles(int index) => index > 0 && index % 2 == 0;

    /// <summary>A convolution's name: decode4_1 to decode1_2, blocks as VGG counts them.</summary>
    public static LayerName NameOf(int index) => new($"decode{4 - (index / 2)}_{1 + (index % 2)}");
}
