using static TorchSharp.torch;

namespace Impasto.Training.Decoders;

/// <summary>The parts of a step's loss.</summary>
/// <param name="Content">Relative squared distance of the features at conv4_2 from the photographs'.</param>
/// <param name="Style">The library's style loss, mean over layers and pictures.</param>
/// <param name="Pixels">Total variation and range, weighted as the default recipe weights them.</param>
/// <param name="Identity">How far pictures without any change of features are from what they were.</param>
/// <param name="Slope">A tensor that has the weighted sum's derivatives.</param>
internal sealed record DecoderLoss(double Content, double Style, double Pixels, double Identity, Tensor Slope);
