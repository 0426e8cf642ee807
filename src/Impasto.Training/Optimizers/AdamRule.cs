using Impasto.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Optimizers;

/// <summary>Adam's step of a tensor.</summary>
/// <remarks>
/// Kingma and Ba, 2015, algorithm 1. With the averages m = beta1 m + (1 - beta1) g and v = beta2 v + (1 - beta2) g^2:
/// x -= rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon). The same formula as the library's Adam, which
/// moves a picture in main memory on its threads; this one moves tensors on libtorch's device, each picture of a batch
/// at its own t and rate.
/// </remarks>
/// <param name="Beta1">Decay of the gradients' average.</param>
/// <param name="Beta2">Decay of the squares' average.</param>
/// <param name="Epsilon">Keeps the division finite.</param>
internal sealed record AdamRule(double Beta1, double Beta2, double Epsilon)
{
    /// <summary>Updates the averages and moves the point, both in place.</summary>
    /// <param name="point">x.</param>
    /// <param name="gradient">g.</param>
    /// <param name="memory">m and v.</param>
    /// <param name="pace">Rate and corrections.</param>
    public void Step(Tensor point, Tensor gradient, AdamMemory memory, AdamPace pace)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        memory.Mean.Scale(Beta1).Add(gradient, 1 - Beta1);
        memory.Square.Scale(Beta2).AddProduct(gradient, gradient, 1 - Beta2);
        Tensor mean = memory.Mean / pace.MeanCorrection;
        Tensor root = (memory.Square / pace.SquareCorrection).sqrt();
        point.sub_(pace.Rate * mean / root.Plus(Epsilon));
    }
}
