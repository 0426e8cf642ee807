using Impasto.Optimizers;

namespace Impasto.Samples.Packaged;

/// <summary>Options of an optimiser of one's own: gradient descent with momentum.</summary>
internal sealed record MomentumOptions : OptimizerOptions
{
    /// <summary>Creates options with the defaults; the learning rate is 0.02.</summary>
    public MomentumOptions() => LearningRate = 0.02;

    public override string Name => "momentum";

    /// <summary>Memory of the gradient, 0 to below 1.</summary>
    public double Memory { get; init; } = 0.8;

    public override IOptimizer Create(OptimizerRoom room) => new Momentum(this, room);

    // The gradient and its average.
    public override double VectorsFor(int steps) => 2;
}
