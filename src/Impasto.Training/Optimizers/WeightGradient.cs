using Impasto.Training.Students;
using static TorchSharp.torch;

namespace Impasto.Training.Optimizers;

/// <summary>The loss's derivative by a weight.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Gradient">The derivative, in the weight's shape.</param>
internal sealed record WeightGradient(TrainedWeight Weight, Tensor Gradient);
