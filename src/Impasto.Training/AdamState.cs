using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>Adam's two running averages of every weight that <see cref="MuonState"/> does not serve, where a checkpoint can reach them.</summary>
/// <remarks>Kingma and Ba, 2015, algorithm 1, betas 0.9 and 0.999.</remarks>
internal sealed class AdamState(IReadOnlyDictionary<string, Tensor> parameters) : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;

    public SortedDictionary<string, Tensor> Means { get; } = Zeros(parameters.Where(pair => !MuonState.Serves(pair.Value)));

    public SortedDictionary<string, Tensor> Squares { get; } = Zeros(parameters.Where(pair => !MuonState.Serves(pair.Value)));

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        foreach (Tensor tensor in Means.Values.Concat(Squares.Values))
            tensor.zero_();
    }

    /// <summary>Moves every weight that has a gradient.</summary>
    /// <param name="gradients">By the weights' names; those of other weights are passed over.</param>
    /// <param name="step">The step's number, from 1.</param>
    /// <param name="rate">Learning rate.</param>
    public void Step(IReadOnlyDictionary<string, Tensor> gradients, int step, double rate)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        double size = rate / (1 - Math.Pow(Beta1, step)), root = Math.Sqrt(1 - Math.Pow(Beta2, step));
        foreach ((string name, Tensor gradient) in gradients)
        {
            if (!Means.TryGetValue(name, out Tensor? mean))
                continue;
            Tensor weight = parameters[name], square = Squares[name];
            mean.Scale(Beta1).Add(gradient, 1 - Beta1);
            square.Scale(Beta2).AddProduct(gradient, gradient, 1 - Beta2);
            weight.AddQuotient(mean, square.sqrt().Over(root).Plus(1e-8), -size);
        }
    }

    /// <summary>A tensor of zeros for each weight.</summary>
    public static SortedDictionary<string, Tensor> Zeros(IEnumerable<KeyValuePair<string, Tensor>> parameters) => new(
        parameters.ToDictionary(pair => pair.Key, pair => zeros_like(pair.Value, requires_grad: false).DetachFromDisposeScope()),
        StringComparer.Ordinal);

    public void Dispose()
    {
        foreach (Tensor tensor in Means.Values.Concat(Squares.Values))
            tensor.Dispose();
    }
}
