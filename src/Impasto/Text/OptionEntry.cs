namespace Impasto.Text;

/// <summary>One option of a record of options: words, values, and how to read and write it as text.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="Words">Its name, its label and what it does.</param>
/// <param name="Range">The values it takes, for people: "0 to 1".</param>
/// <param name="Read">Gives its value as text.</param>
/// <param name="Write">Gives the record with another value; throws <see cref="InvalidOptionsException"/>.</param>
internal sealed record OptionEntry<T>(
    OptionWords Words, string Range, Func<T, string> Read, Func<T, string, T> Write)
{
    /// <summary>The name without hyphens: style-weight.</summary>
    public string Name => Words.Name;

    /// <summary>Checks the value; null if it is valid.</summary>
    public Func<T, OptionProblem?> Problem { get; init; } = _ => null;

    /// <summary>All values, if they are words; otherwise empty.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The numbers that it takes; null if it takes none.</summary>
    public OptionNumbers? Numbers { get; init; }

    /// <summary>The same option of a record that contains this one.</summary>
    /// <param name="part">Gives the part.</param>
    /// <param name="with">Gives the whole with another part.</param>
    public OptionEntry<TWhole> Within<TWhole>(Func<TWhole, T> part, Func<TWhole, T, TWhole> with) =>
        new(Words, Range, whole => Read(part(whole)), (whole, text) => with(whole, Write(part(whole), text)))
        {
            Problem = whole => Problem(part(whole)),
            Choices = Choices,
            Numbers = Numbers,
        };
}
