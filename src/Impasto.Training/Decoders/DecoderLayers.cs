using Impasto.Networks;

namespace Impasto.Training.Decoders;

/// <summary>The layers whose features a decoder takes.</summary>
internal static class DecoderLayers
{
    /// <summary>conv4_1, at 1/8 of the size.</summary>
    public static LayerName Deep { get; } = VggLayers.Of(4, 1);

    /// <summary>conv3_4, at 1/4 of the size.</summary>
    public static LayerName Fine { get; } = VggLayers.Of(3, 4);
}
