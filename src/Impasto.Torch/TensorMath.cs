using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Torch;

/// <summary>Tensors with numbers, where the numbers live until libtorch is done with them.</summary>
/// <remarks>
/// TorchSharp 0.107 makes of a number an object with a finalizer, hands libtorch its address and refers to it no more. Where another
/// thread's garbage collection falls into the call, the finalizer frees what libtorch is about to read: "Expected false to be true", 29
/// times in 2 million additions under constant collection. Its operators with numbers are made so, its sum of two tensors (the right
/// one times 1) and its square too; these are to be used instead.
/// </remarks>
internal static class TensorMath
{
    /// <summary>left + factor right.</summary>
    public static Tensor Plus(this Tensor left, Tensor right, double factor = 1) => Held(factor, held => left.add(right, held));

    /// <summary>left + number.</summary>
    public static Tensor Plus(this Tensor left, double number) => Held(number, held => Held(1, one => left.add(held, one)));

    /// <summary>number - right.</summary>
    public static Tensor From(this Tensor right, double number) => right.Times(-1).Plus(number);

    /// <summary>left factor.</summary>
    public static Tensor Times(this Tensor left, double factor) => Held(factor, held => left.mul(held));

    /// <summary>left / divisor.</summary>
    public static Tensor Over(this Tensor left, double divisor) => Held(divisor, held => left.div(held));

    /// <summary>Every value's square.</summary>
    public static Tensor Squared(this Tensor tensor) => Held(2, tensor.pow);

    /// <summary>Every value, but at least this.</summary>
    public static Tensor AtLeast(this Tensor tensor, double least) => Held(least, tensor.clamp_min);

    /// <summary>Scales in place.</summary>
    public static Tensor Scale(this Tensor tensor, double factor) => Held(factor, tensor.mul_);

    /// <summary>Adds factor other in place.</summary>
    public static Tensor Add(this Tensor tensor, Tensor other, double factor = 1) => Held(factor, held => tensor.add_(other, held));

    /// <summary>Adds a number in place.</summary>
    public static Tensor Add(this Tensor tensor, double number) => Held(number, held => Held(1, one => tensor.add_(held, one)));

    /// <summary>Adds factor left right in place.</summary>
    public static Tensor AddProduct(this Tensor tensor, Tensor left, Tensor right, double factor) =>
        Held(factor, held => tensor.addcmul_(left, right, held));

    /// <summary>Adds factor left / right in place.</summary>
    public static Tensor AddQuotient(this Tensor tensor, Tensor left, Tensor right, double factor) =>
        Held(factor, held => tensor.addcdiv_(left, right, held));

    /// <summary>Brings every value into a range in place.</summary>
    public static Tensor Limit(this Tensor tensor, double least, double most) =>
        Held(least, low => Held(most, high => tensor.clamp_(low, high)));

    // What is disposed of at the end is alive until then.
    private static Tensor Held(double number, Func<Scalar, Tensor> operation)
    {
        using Scalar held = number.ToScalar();
        return operation(held);
    }
}
