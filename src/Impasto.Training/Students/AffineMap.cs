using static TorchSharp.torch;

namespace Impasto.Training.Students;

/// <summary>A map A z + b of the channels of every position.</summary>
/// <param name="Matrix">A, outputs x inputs.</param>
/// <param name="Shift">b, outputs.</param>
internal sealed record AffineMap(Tensor Matrix, Tensor Shift);
