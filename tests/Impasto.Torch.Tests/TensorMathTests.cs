using System.Reflection;
using Impasto.Torch.Tensors;
using Impasto.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Torch.Tests;

public sealed class TensorMathTests
{
    public static TheoryData<string, Func<Tensor, Tensor, Tensor>, double> Operations => new()
    {
        { "plus a tensor", (left, right) => left.Plus(right), 5 },
        { "plus a multiple", (left, right) => left.Plus(right, -0.5), 2 },
        { "plus a number", (left, _) => left.Plus(0.25), 3.25 },
        { "from", (left, _) => left.From(1), -2 },
        { "times", (left, _) => left.Times(-1.5), -4.5 },
        { "over", (left, _) => left.Over(4), 0.75 },
        { "squared", (left, _) => left.Squared(), 9 },
        { "at least, below", (left, _) => left.AtLeast(3.5), 3.5 },
        { "at least, above", (left, _) => left.AtLeast(2.5), 3 },
        { "within, from below", (left, _) => left.Within(4, 5), 4 },
        { "within, from above", (left, _) => left.Within(0, 1), 1 },
        { "to a power", (left, _) => left.ToPower(0.5), float.Sqrt(3) },
        { "above", (left, _) => left.Above(2.5).to(ScalarType.Float32), 1 },
        { "not above", (left, _) => left.Above(3).to(ScalarType.Float32), 0 },
        { "scale", (left, _) => left.Scale(2), 6 },
        { "add a multiple", (left, right) => left.Add(right, 3), 9 },
        { "add a number", (left, _) => left.Add(-1), 2 },
        { "add a product", (left, right) => left.AddProduct(right, right, 0.5), 5 },
        { "add a quotient", (left, right) => left.AddQuotient(left, right, 2), 6 },
        { "limit from below", (left, _) => left.Limit(4, 5), 4 },
        { "limit from above", (left, _) => left.Limit(0, 1), 1 },
    };

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public void Operations_have_their_values(string name, Func<Tensor, Tensor, Tensor> operation, double expected)
    {
        TorchRuntime.EnsureLoaded();
        using DisposeScope scope = NewDisposeScope();
        Assert.True(operation(tensor(3f), tensor(2f)).item<float>() == expected, name);
    }

    // An object of TorchSharp without a reference can be finalized while libtorch reads it: see TensorMath.
    [Theory]
    [InlineData(typeof(TorchDevice))]
    [InlineData(typeof(Distillation))]
    public void No_number_is_left_to_the_garbage_collector(Type inside) =>
        Assert.Empty(
            Called(inside.Module).Where(LeavesNumbers).Select(method => $"{method.DeclaringType!.Name}: {method}"));

    [Fact]
    public void Search_finds_careless_calls()
    {
        static Tensor Careless(Tensor tensor) => (tensor * 2).add_(tensor.square());

        TorchRuntime.EnsureLoaded();
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(15, Careless(tensor(3f)).item<float>());
        string[] found = [.. Called(typeof(TensorMathTests).Module).Where(LeavesNumbers).Select(method => method.Name)];
        Assert.Empty(new[] { "op_Multiply", "add_", "square" }.Except(found));
    }

    private static bool LeavesNumbers(MethodBase method)
    {
        Type[] parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        if (method.DeclaringType == typeof(Scalar))
            return method.Name == "op_Implicit";
        if (method.DeclaringType != typeof(Tensor) && method.DeclaringType != typeof(torch))
            return false;
        return method.Name switch
        {
            "square" or "square_" or "op_Addition" => true,
            // Without a factor TorchSharp passes its own 1.
            "add" or "add_" => parameters.Length < 2 || parameters[^1] != typeof(Scalar),
            // Converts to a tensor, which its scope keeps alive.
            "op_Implicit" => false,
            _ => method.Name.StartsWith("op_", StringComparison.Ordinal)
                && parameters.Any(type => type.IsPrimitive || type == typeof(Scalar)),
        };
    }

    // Every method of another module that this one calls.
    private static IEnumerable<MethodBase> Called(Module module)
    {
        const int MemberReferences = 0x0A000000;
        for (int row = 1; ; row++)
        {
            MethodBase? method = null;
            try
            {
                method = module.ResolveMember(MemberReferences | row) as MethodBase;
            }
            catch (ArgumentOutOfRangeException)
            {
                yield break;
            }
            catch (ArgumentException)
            {
                // A member of an open generic type, which TorchSharp's are not.
            }

            if (method is not null)
                yield return method;
        }
    }
}
