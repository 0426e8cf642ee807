using static TorchSharp.torch;

namespace Impasto.Training.Decoders;

/// <summary>The features of which a decoder makes pictures.</summary>
/// <param name="Deep">Features of conv4_1, B x C x H/8 x W/8.</param>
/// <param name="Fine">Features of conv3_4, B x C x H/4 x W/4.</param>
internal sealed record DecoderInput(Tensor Deep, Tensor Fine)
{
    /// <summary>Some of the pictures' features; views.</summary>
    public DecoderInput Part(int first, int count) => new(Deep.narrow(0, first, count), Fine.narrow(0, first, count));

    /// <summary>These pictures' features, and then others'.</summary>
    public DecoderInput And(DecoderInput more) => new(cat([Deep, more.Deep], 0), cat([Fine, more.Fine], 0));
}
