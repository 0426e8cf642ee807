using static TorchSharp.torch;

namespace Impasto.Training.Optimizers;

/// <summary>Adam's running averages for one tensor.</summary>
/// <param name="Mean">Average of the gradients.</param>
/// <param name="Square">Average of their squares.</param>
internal sealed record AdamMemory(Tensor Mean, Tensor Square) : IDisposable
{
    /// <summary>Averages of zero, in the shape and on the device of a tensor.</summary>
    public static AdamMemory For(Tensor point) => new(Zeros(point), Zeros(point));

    /// <summary>Zeros in the shape and on the device of a tensor, owned by the caller.</summary>
    public static Tensor Zeros(Tensor point) => zeros_like(point, requires_grad: false).DetachFromDisposeScope();

    /// <summary>Sets the averages to zero.</summary>
    public void Clear()
    {
        Mean.zero_();
        Square.zero_();
    }

    public void Dispose()
    {
        Mean.Dispose();
        Square.Dispose();
    }
}
