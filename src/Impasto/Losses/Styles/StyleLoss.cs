using Impasto.Losses.Styles;
using Impasto.Moments;
using Impasto.Text;

namespace Impasto;

/// <summary>A way to compare a picture's moments with a style's.</summary>
/// <remarks>
/// Each loss of the library registers itself in the file that computes it, such as GramLoss.cs: a new loss is one file.
/// Another assembly creates its own with the constructor; <see cref="All"/> and options as text do not contain it.
/// </remarks>
public sealed partial class StyleLoss
{
    private readonly Func<LayerMoments, StyleScaleMode, IStyleLoss> _against;

    // Runs after the fields of all files of this class: every loss is registered by then.
    static StyleLoss()
    {
        All = [Gram, .. Registry.All.Where(loss => loss != Gram).OrderBy(loss => loss.Name, StringComparer.Ordinal)];
        Choices = new NamedChoices<StyleLoss>(All, loss => loss.Name);
    }

    /// <summary>Creates a style loss.</summary>
    /// <param name="name">The name as an option's value.</param>
    /// <param name="help">What is compared, as a noun: "Gram matrices".</param>
    /// <param name="against">Creates the loss against one layer's target moments, with the mode's divisor.</param>
    /// <param name="scales">The divisors it supports; default <see cref="StyleScaleMode.Relative"/> alone.</param>
    public StyleLoss(
        string name,
        string help,
        Func<LayerMoments, StyleScaleMode, IStyleLoss> against,
        IReadOnlyList<StyleScaleMode>? scales = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(against);
        Name = name;
        Help = help;
        Scales = scales ?? [StyleScaleMode.Relative];
        _against = against;
    }

    /// <summary>Every style loss of the library, the default first.</summary>
    public static IReadOnlyList<StyleLoss> All { get; }

    /// <summary>The name as an option's value: gram, moments, wasserstein.</summary>
    public string Name { get; }

    /// <summary>What is compared, as a noun.</summary>
    public string Help { get; }

    /// <summary>The divisors that it supports.</summary>
    public IReadOnlyList<StyleScaleMode> Scales { get; }

    internal static NamedChoices<StyleLoss> Choices { get; }

    /// <summary>Creates the loss against one layer's target.</summary>
    /// <param name="target">Moments of the style, or the blend of several.</param>
    /// <param name="scale">The divisor; one of <see cref="Scales"/>.</param>
    public IStyleLoss Against(LayerMoments target, StyleScaleMode scale)
    {
        ArgumentNullException.ThrowIfNull(target);
        return _against(target, scale);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static StyleLoss Register(StyleLoss loss)
    {
        Registry.All.Add(loss);
        return loss;
    }

    // A class of its own, because fields of a partial class have no order across its files.
    private static class Registry
    {
        public static readonly List<StyleLoss> All = [];
    }
}
