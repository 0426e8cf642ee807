using static TorchSharp.torch;

namespace Impasto.Training.Decoders;

/// <summary>The features that a decoder turns into pictures.</summary>
/// <param name="Deep">Features of conv4_1, B x C x H/8 x W/8.</param>
/// <param name="Fine">Features of conv3_4 and colours, B x C x H/4 x W/4.</param>
internal sealed record DecoderInput(Tensor Deep, Tensor Fine)
{
    /// <summary>Features with colours beside the finer ones.</summary>
    /// <param name="deep">Features of conv4_1.</param>
    /// <param name="fine">Features of conv3_4.</param>
    /// <param name="colors">Colours, B x 3 x H/4 x W/4.</param>
    public static DecoderInput Of(Tensor deep, Tensor fine, Tensor colors) => new(
        deep,
        cat(
            [fine, nn.functional.pad(colors, [0, 0, 0, 0, 0, DecoderLayers.ColorChannels - colors.shape[1]])],
            1));

    /// <summary>Some of the pictures' features; views.</summary>
    public DecoderInput Part(long first, long count) => new(Deep.narrow(0, first, count), Fine.narrow(0, first, count));

    /// <summary>These pictures' features, and then others'.</summary>
    public DecoderInput And(DecoderInput more) => new(cat([Deep, more.Deep], 0), cat([Fine, more.Fine], 0));
}
