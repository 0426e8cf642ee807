using Impasto.Optimizers;
using Impasto.Text;

namespace Impasto;

/// <summary>
/// Which optimiser moves the picture, and how. Creates the optimiser, and gives its memory to the planner.
/// </summary>
/// <remarks>
/// Each optimiser of the library registers itself in the file of its options: a new one is one file. Another assembly
/// derives its own; <see cref="All"/> and options as text do not contain it.
/// </remarks>
public abstract partial record OptimizerOptions
{
    // Runs after the fields of all files of this record: every optimiser is registered by then.
    static OptimizerOptions()
    {
        All = [.. Registry.All.OrderByDescending(options => options.Name, StringComparer.Ordinal)];
        Choices = new NamedChoices<OptimizerOptions>(All, options => options.Name);
    }

    /// <summary>Every optimiser of the library with its defaults.</summary>
    public static IReadOnlyList<OptimizerOptions> All { get; }

    internal static NamedChoices<OptimizerOptions> Choices { get; }

    /// <summary>The name as an option's value: lbfgs, adam.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Length of a step in pixel units of the convention, or the length that is tried first. Range: 1e-9 to 1e6.
    /// </summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>
    /// How strongly a step moves large forms besides pixels: the gain of each coarser level of the picture's pyramid,
    /// which has up to five, each of half the size; 0 moves pixels alone, as published recipes do. Other values reach
    /// the same loss in fewer steps. Range: 0 to 2. Default 0.6 for L-BFGS, 0 for Adam.
    /// </summary>
    public double CoarseGain { get; init; }

    /// <summary>Its own options by name; empty for an optimiser of another assembly.</summary>
    internal virtual IReadOnlyList<OptionEntry<OptimizerOptions>> Entries => [];

    /// <summary>Creates the optimiser.</summary>
    /// <param name="room">The picture's length, where vectors lie, a factor on its steps.</param>
    public abstract IOptimizer Create(OptimizerRoom room);

    /// <summary>
    /// Number of vectors as long as the picture that the optimiser holds at most; a vector of 16-bit values counts as
    /// half of one.
    /// </summary>
    /// <param name="steps">Steps that it takes.</param>
    public abstract double VectorsFor(int steps);

    /// <summary>The options for a number of steps, which may need less memory. Default: the same options.</summary>
    /// <param name="steps">Steps that it takes.</param>
    public virtual OptimizerOptions For(int steps) => this;

    /// <summary>
    /// The options with less memory, for a scale that would not fit otherwise; null (the default) if there are none.
    /// </summary>
    public virtual OptimizerOptions? Leaner() => null;

    /// <summary>A remark for a plan, such as "remembers 10 steps"; null (the default) for none.</summary>
    public virtual string? Remark => null;

    /// <summary>Wraps an option of a derived record.</summary>
    private protected static OptionEntry<OptimizerOptions> Own<T>(OptionEntry<T> entry)
        where T : OptimizerOptions => entry.Within<OptimizerOptions>(options => (T)options, (_, changed) => changed);

    private protected static OptionEntry<OptimizerOptions> LearningRateEntry { get; } =
        OptionEntries.Number<OptimizerOptions>(
            new("learning-rate", "Length of a step",
                "Adam's step in pixel units of the convention, or the length L-BFGS tries first."),
            (1e-9, 1e6),
            options => options.LearningRate,
            (options, value) => options with { LearningRate = value });

    private protected static OptionEntry<OptimizerOptions> CoarseGainEntry { get; } =
        OptionEntries.Number<OptimizerOptions>(
            new("coarse-gain", "Large forms first",
                "How strongly steps move large forms besides pixels; 0 moves pixels alone, as published recipes do."),
            (0, 2),
            options => options.CoarseGain,
            (options, value) => options with { CoarseGain = value });

    /// <summary>Vectors of a pyramid's coarser levels: 1/4 + 1/16 + ... and what odd sizes add.</summary>
    private protected double PyramidVectors => CoarseGain > 0 ? 0.37 : 0;

    private static OptimizerOptions Register(OptimizerOptions defaults)
    {
        Registry.All.Add(defaults);
        return defaults;
    }

    // A class of its own, because fields of a partial record have no order across its files.
    private static class Registry
    {
        public static readonly List<OptimizerOptions> All = [];
    }
}
