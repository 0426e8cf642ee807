using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Torch.Tensors;

/// <summary>Arithmetic of tensors with numbers that is safe while another thread collects garbage.</summary>
/// <remarks>
/// TorchSharp 0.107 wraps a number in an object with a finalizer, passes its address to libtorch and drops the
/// reference. If another thread collects garbage during the call, the finalizer frees the number before libtorch reads
/// it. The symptom is "Expected false to be true", 29 times in 2 million additions under constant collection. Affected
/// are TorchSharp's operators with numbers, its sum of two tensors (the right one times 1) and its square. These
/// methods keep the number alive.
/// </remarks>
public static class TensorMath
{
    /// <summary>left + factor * right.</summary>
    /// <param name="left">The first summand.</param>
    /// <param name="right">The second summand.</param>
    /// <param name="factor">Multiplies the second summand. Default 1.</param>
    public static Tensor Plus(this Tensor left, Tensor right, double factor = 1) =>
        Held(factor, held => Given(left).add(right, held));

    /// <summary>left + number, for every value.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="number">The summand.</param>
    public static Tensor Plus(this Tensor left, double number) =>
        Held(number, held => Held(1, one => Given(left).add(held, one)));

    /// <summary>number - right, for every value.</summary>
    /// <param name="right">The tensor.</param>
    /// <param name="number">The minuend.</param>
    public static Tensor From(this Tensor right, double number) => right.Times(-1).Plus(number);

    /// <summary>left * factor.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="factor">The factor.</param>
    public static Tensor Times(this Tensor left, double factor) => Held(factor, held => Given(left).mul(held));

    /// <summary>left / divisor.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="divisor">The divisor.</param>
    public static Tensor Over(this Tensor left, double divisor) => Held(divisor, held => Given(left).div(held));

    /// <summary>The square of every value.</summary>
    /// <param name="tensor">The tensor.</param>
    public static Tensor Squared(this Tensor tensor) => Held(2, Given(tensor).pow);

    /// <summary>Every value, raised to a lower bound where it is below.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="least">The lower bound.</param>
    public static Tensor AtLeast(this Tensor tensor, double least) => Held(least, Given(tensor).clamp_min);

    /// <summary>Every value, brought into a range.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="least">The lower bound.</param>
    /// <param name="most">The upper bound.</param>
    public static Tensor Within(this Tensor tensor, double least, double most) =>
        Held(least, low => Held(most, high => Given(tensor).clamp(low, high)));

    /// <summary>Every value, raised to a power.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="exponent">The exponent.</param>
    public static Tensor ToPower(this Tensor tensor, double exponent) => Held(exponent, Given(tensor).pow);

    /// <summary>Whether each value is above a number.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="number">The number.</param>
    public static Tensor Above(this Tensor tensor, double number) => Held(number, Given(tensor).gt);

    /// <summary>Multiplies the tensor by a number in place, and returns it.</summary>
    /// <param name="tensor">The tensor; changed.</param>
    /// <param name="factor">The factor.</param>
    public static Tensor Scale(this Tensor tensor, double factor) => Held(factor, Given(tensor).mul_);

    /// <summary>Adds factor * other in place, and returns the tensor.</summary>
    /// <param name="tensor">The tensor; changed.</param>
    /// <param name="other">The summand.</param>
    /// <param name="factor">Multiplies the summand. Default 1.</param>
    public static Tensor Add(this Tensor tensor, Tensor other, double factor = 1) =>
        Held(factor, held => Given(tensor).add_(other, held));

    /// <summary>Adds a number to every value in place, and returns the tensor.</summary>
    /// <param name="tensor">The tensor; changed.</param>
    /// <param name="number">The summand.</param>
    public static Tensor Add(this Tensor tensor, double number) =>
        Held(number, held => Held(1, one => Given(tensor).add_(held, one)));

    /// <summary>Adds factor * left * right, value by value, in place, and returns the tensor.</summary>
    /// <param name="tensor">The tensor; changed.</param>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    /// <param name="factor">Multiplies the product.</param>
    public static Tensor AddProduct(this Tensor tensor, Tensor left, Tensor right, double factor) =>
        Held(factor, held => Given(tensor).addcmul_(left, right, held));

    /// <summary>Adds factor * left / right, value by value, in place, and returns the tensor.</summary>
    /// <param name="tensor">The tensor; changed.</param>
    /// <param name="left">The dividend.</param>
    /// <param name="right">The divisor.</param>
    /// <param name="factor">Multiplies the quotient.</param>
    public static Tensor AddQuotient(this Tensor tensor, Tensor left, Tensor right, double factor) =>
        Held(factor, held => Given(tensor).addcdiv_(left, right, held));

    /// <summary>Brings every value into a range in place, and returns the tensor.</summary>
    /// <param name="tensor">The tensor; changed.</param>
    /// <param name="least">The lower bound.</param>
    /// <param name="most">The upper bound.</param>
    public static Tensor Limit(this Tensor tensor, double least, double most) =>
        Held(least, low => Held(most, high => Given(tensor).clamp_(low, high)));

    private static Tensor Given(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor;
    }

    // The disposal at the end keeps the number alive until then.
    private static Tensor Held(double number, Func<Scalar, Tensor> operation)
    {
        using Scalar held = number.ToScalar();
        return operation(held);
    }
}
