using static TorchSharp.torch;

namespace Impasto.Training.Losses;

/// <summary>How far the student's Gram matrices of a batch are from the teacher's at a style layer.</summary>
/// <param name="Relative">|G_s - G_t|^2 / |G_t|^2 of every picture, B.</param>
/// <param name="Missed">
/// One value for each picture that the student moves to a style: the part of their distance that the student misses,
/// relative to the style and the distance that is left.
/// </param>
/// <param name="Found">The student's mapped Gram matrices G_s, B x C x C, without a gradient.</param>
internal sealed record GramErrors(Tensor Relative, Tensor Missed, Tensor Found);
