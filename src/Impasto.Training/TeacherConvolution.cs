using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>One of a teacher's convolutions, and what goes into it for some pictures.</summary>
/// <param name="Input">B x C_in x H x W; what lies beyond its edge is its edge repeated.</param>
/// <param name="Kernel">C_out x C_in x 3 x 3; the teacher's.</param>
/// <param name="Bias">C_out; the teacher's.</param>
internal sealed record TeacherConvolution(Tensor Input, Tensor Kernel, Tensor Bias);
