using static TorchSharp.torch;

namespace Impasto.Training.Losses;

/// <summary>How far the student's mapped features of a batch are from the teacher's at one layer.</summary>
/// <param name="Features">|A z + b - f|^2 / |f|^2 over the batch, one value.</param>
/// <param name="Grams">Errors of the Gram matrices; null at a layer where styles are not compared.</param>
internal sealed record LayerErrors(Tensor Features, GramErrors? Grams);
