using System.Globalization;
using Impasto.Storage;

namespace Impasto.Checkpoints;

/// <summary>
/// State on its way into a checkpoint, or out of one again. Whoever has state names every part of it once, in one method for
/// both ways, so that nothing can be written and not read.
/// </summary>
public abstract class CheckpointState
{
    private protected CheckpointState()
    {
    }

    /// <summary>Whether values come out of a checkpoint.</summary>
    public abstract bool IsRestoring { get; }

    /// <summary>Exchanges a text: gives the one that was kept, or keeps the one given and gives it back.</summary>
    /// <param name="name">The part's name, used once.</param>
    /// <param name="value">The text to keep.</param>
    /// <exception cref="ImpastoException">The checkpoint has no such part.</exception>
    public abstract string Text(string name, string value);

    /// <summary>Keeps a buffer's values, or fills the buffer with those that were kept; its length must be the same.</summary>
    /// <param name="name">The part's name, used once.</param>
    /// <param name="values">The buffer.</param>
    /// <exception cref="ImpastoException">The checkpoint has no such part, or one of another length.</exception>
    public abstract void Values(string name, PixelBuffer values);

    /// <summary>Exchanges a list of numbers of any length.</summary>
    /// <param name="name">The part's name, used once.</param>
    /// <param name="numbers">The numbers to keep.</param>
    /// <exception cref="ImpastoException">The checkpoint has no such part.</exception>
    public abstract IReadOnlyList<double> Numbers(string name, IReadOnlyList<double> numbers);

    /// <summary>The same state under names that begin with a part's name.</summary>
    /// <param name="part">The part's name.</param>
    public CheckpointState Within(string part) => new CheckpointStatePart(this, part);

    /// <summary>Exchanges a whole number.</summary>
    /// <inheritdoc cref="Text"/>
    public int Number(string name, int value) =>
        int.TryParse(
            Text(name, value.ToString(CultureInfo.InvariantCulture)),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out int kept)
            ? kept
            : throw Unfit(name);

    /// <summary>Exchanges a number, exactly.</summary>
    /// <inheritdoc cref="Text"/>
    public double Number(string name, double value) =>
        double.TryParse(
            Text(name, value.ToString("R", CultureInfo.InvariantCulture)),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out double kept)
            ? kept
            : throw Unfit(name);

    /// <summary>Exchanges a flag.</summary>
    /// <inheritdoc cref="Text"/>
    public bool Flag(string name, bool value) => Number(name, value ? 1 : 0) != 0;

    /// <summary>The exception for a part that is missing or invalid.</summary>
    /// <param name="name">The part's name.</param>
    public abstract ImpastoException Unfit(string name);
}
