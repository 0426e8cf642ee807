using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>Muon's running average of every kernel's gradient, where a checkpoint can reach it.</summary>
/// <remarks>
/// Jordan, Jin, Boza, You, Cesista, Newhouse and Bernstein, "Muon: an optimizer for hidden layers in neural networks", 2024: of a kernel's
/// gradient, averaged and taken as a matrix of outputs x inputs, every singular value is made about 1, so that no direction waits for
/// the strong ones. Scaled as in Liu et al., "Muon is scalable for LLM training", 2025, section 2.2, to the size of Adam's steps, so that
/// one learning rate serves both.
/// </remarks>
internal sealed class MuonState(IReadOnlyDictionary<string, Tensor> parameters) : IDisposable
{
    private const double Momentum = 0.95;
    private const double AdamSize = 0.2;
    private const int Rounds = 5;

    public SortedDictionary<string, Tensor> Means { get; } = AdamState.Zeros(parameters.Where(pair => Serves(pair.Value)));

    /// <summary>Whether a weight is a kernel between features; Adam has the first layer, biases and maps.</summary>
    public static bool Serves(Tensor weight) => weight.dim() == 4 && weight.shape[2] > 1 && weight.shape[1] > 3;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        foreach (Tensor tensor in Means.Values)
            tensor.zero_();
    }

    /// <summary>Moves every kernel that has a gradient.</summary>
    /// <param name="gradients">By the weights' names; those of other weights are passed over.</param>
    /// <param name="rate">Learning rate.</param>
    public void Step(IReadOnlyDictionary<string, Tensor> gradients, double rate)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        foreach ((string name, Tensor gradient) in gradients)
        {
            if (!Means.TryGetValue(name, out Tensor? mean))
                continue;
            mean.Scale(Momentum).Add(gradient, 1 - Momentum);
            Tensor matrix = gradient.lerp(mean, Momentum).flatten(1);
            double size = AdamSize * Math.Sqrt(Math.Max(matrix.shape[0], matrix.shape[1]));
            parameters[name].Add(Orthogonal(matrix).view(gradient.shape), -rate * size);
        }
    }

    /// <summary>U V^T of about the matrix's singular value decomposition U S V^T: singular values come to lie within 0.7 and 1.2.</summary>
    /// <remarks>Jordan et al., 2024: five rounds of a polynomial of fifth degree that is steep at 0.</remarks>
    public static Tensor Orthogonal(Tensor matrix)
    {
        bool tall = matrix.shape[0] > matrix.shape[1];
        Tensor x = tall ? matrix.t() : matrix;
        x = x / x.norm().Plus(1e-12);
        for (int round = 0; round < Rounds; round++)
        {
            Tensor square = x.mm(x.t());
            x = x.Times(3.4445).Plus(square.Times(-4.7750).Plus(square.mm(square), 2.0315).mm(x));
        }

        return tall ? x.t() : x;
    }

    public void Dispose()
    {
        foreach (Tensor tensor in Means.Values)
            tensor.Dispose();
    }
}
