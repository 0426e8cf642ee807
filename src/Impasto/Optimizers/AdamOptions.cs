using Impasto.Optimizers;
using Impasto.Text;

namespace Impasto;

public abstract partial record OptimizerOptions
{
    /// <summary>Adam with its defaults.</summary>
    public static OptimizerOptions Adam { get; } = Register(new AdamOptions());
}

/// <summary>Adam: steps of even size from running averages of the gradient and its square.</summary>
public sealed record AdamOptions : OptimizerOptions
{
    private static readonly OptionEntry<OptimizerOptions>[] Table =
    [
        LearningRateEntry,
        CoarseGainEntry,
        Own(OptionEntries.Number<AdamOptions>(
            new("beta1", "Keep to the direction of earlier steps", "Adam's memory of the gradient."),
            (0, 0.999999), o => o.Beta1, (o, v) => o with { Beta1 = v })),
        Own(OptionEntries.Number<AdamOptions>(
            new("beta2", "Keep to the length of earlier steps", "Adam's memory of the squared gradient."),
            (0, 0.999999), o => o.Beta2, (o, v) => o with { Beta2 = v })),
        Own(OptionEntries.Number<AdamOptions>(
            new("average", "Average of the latest steps",
                "Decay of the moving average of Adam's iterates that becomes the result; 0 takes the last iterate."),
            (0, 0.999999), o => o.Average, (o, v) => o with { Average = v })),
        Own(OptionEntries.Switch<AdamOptions>(
            new("clamp", "Cut colours to their range at every step",
                "Whether pixels are clipped to 0 to 1 after every step of Adam."),
            o => o.Clamp, (o, v) => o with { Clamp = v })),
    ];

    /// <summary>Creates options with the defaults; the learning rate is 0.02.</summary>
    public AdamOptions() => LearningRate = 0.02;

    /// <inheritdoc/>
    public override string Name => "adam";

    /// <summary>Memory of the gradient. Range: 0 to 0.999999. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Memory of the squared gradient. Range: 0 to 0.999999. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>
    /// Decay of the exponential moving average of Adam's iterates, which becomes the result. Range: 0 to 0.999999.
    /// Default 0: the last iterate is the result.
    /// </summary>
    public double Average { get; init; }

    /// <summary>Whether pixels are clipped to 0 to 1 after every step. Default: no.</summary>
    public bool Clamp { get; init; }

    internal override IReadOnlyList<OptionEntry<OptimizerOptions>> Entries => Table;

    /// <inheritdoc/>
    public override IOptimizer Create(OptimizerRoom room) => new Adam(this, room);

    /// <inheritdoc/>
    public override double VectorsFor(int steps) => (Average > 0 ? 4 : 3) + (3 * PyramidVectors);
}
