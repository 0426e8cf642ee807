using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>How far the student's Gram matrices of a batch are from the teacher's at a style layer.</summary>
/// <param name="Relative">|G_s - G_t|^2 / |G_t|^2 of every picture.</param>
/// <param name="Missed">Of every picture on its way to a style: what the student misses of the distance between them, relative to the style and the way that is left.</param>
/// <param name="Found">The student's mapped Gram matrices G_s, B x C x C, without a gradient.</param>
internal sealed record GramErrors(Tensor Relative, Tensor Missed, Tensor Found);
