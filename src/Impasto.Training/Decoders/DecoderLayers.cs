using Impasto.Networks;
using Impasto.Torch.Tensors;
using static TorchSharp.torch;

namespace Impasto.Training.Decoders;

/// <summary>The layers whose features a decoder takes.</summary>
internal static class DecoderLayers
{
    /// <summary>conv4_1, at 1/8 of the size.</summary>
    public static LayerName Deep { get; } = VggLayers.Of(4, 1);

    /// <summary>conv3_4, at 1/4 of the size.</summary>
    public static LayerName Fine { get; } = VggLayers.Of(3, 4);

    /// <summary>The colours themselves, means over 4 x 4 pixels, which stand beside the finer features.</summary>
    public static LayerName Colors { get; } = new("colors");

    /// <summary>Channels that colours take: three, filled up with zeros.</summary>
    public const int ColorChannels = 16;

    /// <summary>Features are about 1: colours from 0 to 2 are as large.</summary>
    public const double ColorScale = 2;

    /// <summary>Channels that a decoder gets of the deep layer, and of the finer one with the colours.</summary>
    /// <param name="network">The network before it.</param>
    public static (int Deep, int Fine) ChannelsOf(Network network) =>
        (network.Layer(Deep).Channels, network.Layer(Fine).Channels + ColorChannels);

    private const int Field = 4;

    /// <summary>The colours that stand beside the finer features, B x 3 x H/4 x W/4, 0 to 2.</summary>
    /// <param name="pictures">B x 3 x H x W, 0 to 1.</param>
    public static Tensor ColorsOf(Tensor pictures) =>
        nn.functional.avg_pool2d(pictures, [Field, Field], [Field, Field]).Times(ColorScale);
}
