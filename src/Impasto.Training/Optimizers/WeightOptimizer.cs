using Impasto.Torch.Tensors;
using Impasto.Training.Checkpoints;
using Impasto.Training.Students;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Optimizers;

/// <summary>Moves a student's weights along their gradients: kernels by Muon, all others by Adam.</summary>
internal sealed class WeightOptimizer : IDisposable
{
    private const double LongestGradient = 1;

    private static readonly AdamRule Adam = new(0.9, 0.999, 1e-8);

    private readonly Dictionary<TrainedWeight, Tensor> _muon;
    private readonly Dictionary<TrainedWeight, AdamMemory> _adam;

    /// <summary>Begins with averages of zero.</summary>
    /// <param name="weights">All weights that will be moved.</param>
    public WeightOptimizer(IReadOnlyList<TrainedWeight> weights)
    {
        _muon = weights.Where(weight => MuonRule.Serves(weight.Value))
            .ToDictionary(weight => weight, weight => AdamMemory.Zeros(weight.Value));
        _adam = weights.Where(weight => !MuonRule.Serves(weight.Value))
            .ToDictionary(weight => weight, weight => AdamMemory.For(weight.Value));
    }

    /// <summary>Sets all averages to zero.</summary>
    public void Clear()
    {
        foreach (Tensor mean in _muon.Values)
            mean.zero_();
        foreach (AdamMemory memory in _adam.Values)
            memory.Clear();
    }

    /// <summary>Moves weights down a loss.</summary>
    /// <param name="loss">A number, with its way of derivation.</param>
    /// <param name="weights">Some of the weights; the other ones stay.</param>
    /// <param name="step">Number of the step since the averages were zero, from 1.</param>
    /// <param name="rate">Learning rate.</param>
    public void Step(Tensor loss, IReadOnlyList<TrainedWeight> weights, int step, double rate)
    {
        IList<Tensor> gradients = autograd.grad([loss], [.. weights.Select(weight => weight.Value)]);
        Step([.. weights.Zip(gradients, (weight, gradient) => new WeightGradient(weight, gradient))], step, rate);
    }

    /// <summary>Clips the gradients and moves their weights.</summary>
    /// <param name="gradients">Some weights' gradients; scaled in place. The other weights stay.</param>
    /// <param name="step">Number of the step since the averages were zero, from 1.</param>
    /// <param name="rate">Learning rate.</param>
    public void Step(IReadOnlyList<WeightGradient> gradients, int step, double rate)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Clip(gradients);
        var pace = AdamPace.Of(Adam, step, rate);
        foreach ((TrainedWeight weight, Tensor gradient) in gradients)
        {
            if (_muon.TryGetValue(weight, out Tensor? mean))
                MuonRule.Step(weight.Value, gradient, mean, rate);
            else
                Adam.Step(weight.Value, gradient, _adam[weight], pace);
        }
    }

    /// <summary>Visits all averages.</summary>
    public void Exchange(StateExchange state)
    {
        foreach ((TrainedWeight weight, Tensor mean) in _muon)
            state.Visit($"{weight.Name}.mean", mean);
        foreach ((TrainedWeight weight, AdamMemory memory) in _adam)
        {
            state.Visit($"{weight.Name}.mean", memory.Mean);
            state.Visit($"{weight.Name}.square", memory.Square);
        }
    }

    // One outlier crop must not ruin the weights.
    private static void Clip(IReadOnlyList<WeightGradient> gradients)
    {
        Tensor length = stack(gradients.Select(one => one.Gradient.Squared().sum())).sum().sqrt();
        Tensor factor = length.AtLeast(LongestGradient).reciprocal().Times(LongestGradient);
        foreach (WeightGradient one in gradients)
            one.Gradient.mul_(factor);
    }

    public void Dispose()
    {
        foreach (Tensor mean in _muon.Values)
            mean.Dispose();
        foreach (AdamMemory memory in _adam.Values)
            memory.Dispose();
    }
}
