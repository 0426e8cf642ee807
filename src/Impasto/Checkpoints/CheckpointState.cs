using System.Globalization;
using Impasto.Storage;

namespace Impasto.Checkpoints;

/// <summary>
/// State that is saved to a checkpoint or restored from one. An object names every part of its state once, in one
/// method for both directions, so that every saved part is restored.
/// </summary>
public abstract class CheckpointState
{
    private protected CheckpointState()
    {
    }

    /// <summary>Whether values are restored from a checkpoint.</summary>
    public abstract bool IsRestoring { get; }

    /// <summary>Exchanges a text: restores the saved one, or saves the given one and returns it.</summary>
    /// <param name="name">The part's name, used once.</param>
    /// <param name="value">The text to save.</param>
    /// <exception cref="ImpastoException">The checkpoint has no such part.</exception>
    public abstract string Text(string name, string value);

    /// <summary>
    /// Saves a buffer's values, or fills the buffer with the saved ones; its length must be the same.
    /// </summary>
    /// <param name="name">The part's name, used once.</param>
    /// <param name="values">The buffer.</param>
    /// <exception cref="ImpastoException">The checkpoint has no such part, or one of another length.</exception>
    public abstract void Values(string name, PixelBuffer values);

    /// <summary>Exchanges a list of numbers of any length.</summary>
    /// <param name="name">The part's name, used once.</param>
    /// <param name="numbers">The numbers to save.</param>
    /// <exception cref="ImpastoException">The checkpoint has no such part.</exception>
    public abstract IReadOnlyList<double> Numbers(string name, IReadOnlyList<double> numbers);

    /// <summary>The same state with a part's name in front of every name.</summary>
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
