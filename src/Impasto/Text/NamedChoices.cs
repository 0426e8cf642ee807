namespace Impasto.Text;

/// <summary>Things that are chosen by their names.</summary>
/// <param name="all">All of them, in the order in which they are listed.</param>
/// <param name="nameOf">Gives a thing's name.</param>
internal sealed class NamedChoices<T>(IReadOnlyList<T> all, Func<T, string> nameOf)
{
    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names { get; } = [.. all.Select(nameOf)];

    /// <summary>A thing's name.</summary>
    public string NameOf(T thing) => nameOf(thing);

    /// <summary>The thing of that name, in lower or upper case.</summary>
    /// <param name="option">The option that names it, for the message.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="InvalidOptionsException">The name is unknown.</exception>
    public T Find(string option, string name)
    {
        foreach (T thing in all)
        {
            if (string.Equals(nameOf(thing), name, StringComparison.OrdinalIgnoreCase))
                return thing;
        }

        throw OptionText.Invalid(option, name, $"expected {string.Join(", ", Names)}");
    }
}
