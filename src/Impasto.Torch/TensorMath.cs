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
    public static Tensor Plus(this Tensor left, Tensor right, double factor = 1)
    {
        using Scalar held = factor.ToScalar();
        return left.add(right, held);
    }

    /// <summary>left + number.</summary>
    public static Tensor Plus(this Tensor left, double number)
    {
        using Scalar held = number.ToScalar(), one = 1.ToScalar();
        return left.add(held, one);
    }

    /// <summary>number - right.</summary>
    public static Tensor From(this Tensor right, double number) => right.Times(-1).Plus(number);

    /// <summary>left factor.</summary>
    public static Tensor Times(this Tensor left, double factor)
    {
        using Scalar held = factor.ToScalar();
        return left.mul(held);
    }

    /// <summary>left / divisor.</summary>
    public static Tensor Over(this Tensor left, double divisor)
    {
        using Scalar held = divisor.ToScalar();
        return left.div(held);
    }

    /// <summary>Every value's square.</summary>
    public static Tensor Squared(this Tensor tensor)
    {
        using Scalar held = 2.ToScalar();
        return tensor.pow(held);
    }

    /// <summary>Every value, but at least this.</summary>
    public static Tensor AtLeast(this Tensor tensor, double least)
    {
        using Scalar held = least.ToScalar();
        return tensor.clamp_min(held);
    }

    /// <summary>Scales in place.</summary>
    public static Tensor Scale(this Tensor tensor, double factor)
    {
        using Scalar held = factor.ToScalar();
        return tensor.mul_(held);
    }

    /// <summary>Adds factor other in place.</summary>
    public static Tensor Add(this Tensor tensor, Tensor other, double factor = 1)
    {
        using Scalar held = factor.ToScalar();
        return tensor.add_(other, held);
    }

    /// <summary>Adds a number in place.</summary>
    public static Tensor Add(this Tensor tensor, double number)
    {
        using Scalar held = number.ToScalar(), one = 1.ToScalar();
        return tensor.add_(held, one);
    }

    /// <summary>Adds factor left right in place.</summary>
    public static Tensor AddProduct(this Tensor tensor, Tensor left, Tensor right, double factor)
    {
        using Scalar held = factor.ToScalar();
        return tensor.addcmul_(left, right, held);
    }

    /// <summary>Adds factor left / right in place.</summary>
    public static Tensor AddQuotient(this Tensor tensor, Tensor left, Tensor right, double factor)
    {
        using Scalar held = factor.ToScalar();
        return tensor.addcdiv_(left, right, held);
    }

    /// <summary>Brings every value into a range in place.</summary>
    public static Tensor Limit(this Tensor tensor, double least, double most)
    {
        using Scalar low = least.ToScalar(), high = most.ToScalar();
        return tensor.clamp_(low, high);
    }
}
