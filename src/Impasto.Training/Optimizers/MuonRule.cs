using Impasto.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Optimizers;

/// <summary>Muon's step of a kernel.</summary>
/// <remarks>
/// Jordan, Jin, Boza, You, Cesista, Newhouse and Bernstein, "Muon: an optimizer for hidden layers in neural networks",
/// 2024: the averaged gradient is taken as a matrix of outputs x inputs, and every singular value is brought to about
/// 1, so that weak directions learn as fast as strong ones. Scaled as in Liu et al., "Muon is scalable for LLM
/// training", 2025, section 2.2, to the size of Adam's steps, so that one learning rate serves both.
/// </remarks>
internal static class MuonRule
{
    private const double Momentum = 0.95;
    private const double AdamSize = 0.2;
    private const int Rounds = 5;

    /// <summary>True for a kernel between features. Adam moves the first layer, biases and maps.</summary>
    /// <param name="weight">A weight, a kernel being outputs x inputs x height x width.</param>
    public static bool Serves(Tensor weight) => weight.dim() == 4 && weight.shape[2] > 1 && weight.shape[1] > 3;

    /// <summary>Updates the average and moves the kernel, both in place.</summary>
    /// <param name="kernel">Outputs x inputs x height x width.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="mean">The average of its gradients.</param>
    /// <param name="rate">Learning rate.</param>
    public static void Step(Tensor kernel, Tensor gradient, Tensor mean, double rate)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        mean.Scale(Momentum).Add(gradient, 1 - Momentum);
        Tensor matrix = gradient.lerp(mean, Momentum).flatten(1);
        double size = AdamSize * Math.Sqrt(Math.Max(matrix.shape[0], matrix.shape[1]));
        kernel.Add(Orthogonal(matrix).view(gradient.shape), -rate * size);
    }

    /// <summary>U V^T for a matrix U S V^T, approximately: singular values end between 0.7 and 1.2.</summary>
    /// <remarks>Jordan et al., 2024: five rounds of a polynomial of fifth degree that is steep at 0.</remarks>
    /// <param name="matrix">Any matrix.</param>
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
}
