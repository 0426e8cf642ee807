using Impasto.Optimizers;
using Impasto.Text;

namespace Impasto;

public abstract partial record OptimizerOptions
{
    /// <summary>L-BFGS with its defaults.</summary>
    public static OptimizerOptions Lbfgs { get; } = Register(new LbfgsOptions());
}

/// <summary>Limited-memory BFGS: a Newton-like direction from the last steps and changes of the gradient.</summary>
public sealed record LbfgsOptions : OptimizerOptions
{
    // Fewer pairs than these lose more steps than they save memory.
    private const int FewestPairs = 5;

    private static readonly OptionEntry<OptimizerOptions>[] Table =
    [
        LearningRateEntry,
        CoarseGainEntry,
        Own(OptionEntries.Integer<LbfgsOptions>(
            new("history", "Steps to remember",
                "Steps that L-BFGS remembers; each costs 12 bytes a pixel, 24 without a line search."),
            (1, 1000), o => o.History, (o, v) => o with { History = v })),
        Own(OptionEntries.Choice<LbfgsOptions, LineSearchMode>(
            new("line-search", "Way of finding the length of a step", "How L-BFGS chooses a step's length."),
            o => o.LineSearch, (o, v) => o with { LineSearch = v })),
    ];

    /// <summary>Creates options with the defaults; the coarse gain is 0.6.</summary>
    public LbfgsOptions() => CoarseGain = 0.6;

    /// <inheritdoc/>
    public override string Name => "lbfgs";

    /// <summary>Steps that are remembered. Range: 1 to 1000. Default 10.</summary>
    public int History { get; init; } = 10;

    /// <summary>How a step's length is chosen. Default: strong Wolfe conditions.</summary>
    public LineSearchMode LineSearch { get; init; } = LineSearchMode.StrongWolfe;

    /// <summary>
    /// Whether pairs are remembered in 16 bits (bfloat16): half the memory and time. The line search makes up for
    /// slightly inexact directions; published recipes without one remember exact pairs.
    /// </summary>
    internal bool RoundsPairs => LineSearch == LineSearchMode.StrongWolfe;

    internal override IReadOnlyList<OptionEntry<OptimizerOptions>> Entries => Table;

    /// <inheritdoc/>
    public override string? Remark => History == 1 ? "remembers 1 step" : $"remembers {History} steps";

    /// <inheritdoc/>
    public override IOptimizer Create(OptimizerRoom room) => new Lbfgs(this, room);

    // The direction and two gradients; a line search or a pyramid needs a trial point, and a search its gradient too.
    /// <inheritdoc/>
    public override double VectorsFor(int steps) =>
        (LineSearch == LineSearchMode.None && CoarseGain == 0 ? 3 : 5) + PyramidVectors
        + ((RoundsPairs ? 1 : 2) * Math.Min(History, steps));

    /// <inheritdoc/>
    public override OptimizerOptions For(int steps) => this with { History = Math.Max(1, Math.Min(History, steps)) };

    /// <inheritdoc/>
    public override OptimizerOptions? Leaner() =>
        History <= FewestPairs ? null : this with { History = Math.Max(FewestPairs, History / 2) };
}
