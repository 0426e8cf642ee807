using System.Globalization;
using Impasto.Storage;
using Impasto.Text;

namespace Impasto.Checkpoints;

/// <summary>
/// A run's state on its way into a checkpoint, or out of one again: whoever has state names every part of it once, in one method
/// for both ways, so that nothing can be written and not read.
/// </summary>
internal abstract class RunState
{
    /// <summary>Whether values come out of a checkpoint.</summary>
    public abstract bool IsRestoring { get; }

    /// <summary>A text: the one given, or the one that was kept.</summary>
    public abstract string Text(string name, string value);

    /// <summary>Keeps a buffer's values, or fills the buffer with those that were kept; its length must be the same.</summary>
    public abstract void Values(string name, PixelBuffer values);

    /// <summary>A row of numbers of any length.</summary>
    public abstract IReadOnlyList<double> Numbers(string name, IReadOnlyList<double> numbers);

    /// <summary>The same under names of its own.</summary>
    public RunState Within(string part) => new RunStatePart(this, part);

    public int Number(string name, int value) =>
        int.TryParse(Text(name, OptionText.Of(value)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int kept)
            ? kept
            : throw Unfit(name);

    public double Number(string name, double value) =>
        double.TryParse(Text(name, value.ToString("R", CultureInfo.InvariantCulture)), NumberStyles.Float, CultureInfo.InvariantCulture, out double kept)
            ? kept
            : throw Unfit(name);

    public bool Flag(string name, bool value) => Number(name, value ? 1 : 0) != 0;

    /// <summary>What is thrown where a part is missing or can't be meant.</summary>
    public abstract ImpastoException Unfit(string name);
}
