using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>How far the student's mapped features of a batch are from the teacher's at one layer.</summary>
/// <param name="Features">|A z + b - f|^2 / |f|^2 over the batch, one value.</param>
/// <param name="Grams">|G_s - G_t|^2 / |G_t|^2 of every picture.</param>
/// <param name="Missed">Of every picture on its way to a style: what of its distance from the style, relative to the style, the student does not see.</param>
/// <param name="Found">The student's mapped Gram matrices G_s, B x C x C, without a gradient.</param>
internal sealed record LayerErrors(Tensor Features, Tensor Grams, Tensor Missed, Tensor Found);
