using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>How far the student's mapped features of a batch are from the teacher's at one layer.</summary>
/// <param name="Features">|A z + b - f|^2 / |f|^2 over the batch, one value.</param>
/// <param name="Grams">Of a style layer, the same of its Gram matrices.</param>
internal sealed record LayerErrors(Tensor Features, GramErrors? Grams);
