using System.Globalization;

namespace Impasto.Text;

/// <summary>Makes options of the usual kinds.</summary>
internal static class OptionEntries
{
    public static OptionEntry<T> Number<T>(
        string name, string help, (double Least, double Most) range, Func<T, double> read, Func<T, double, T> write)
    {
        string text = $"{OptionText.Of(range.Least)} to {OptionText.Of(range.Most)}";
        return new OptionEntry<T>(
            name, help, text, options => OptionText.Of(read(options)),
            (options, value) => write(options, OptionText.Number(name, value, text)))
        {
            Problem = options => read(options) >= range.Least && read(options) <= range.Most
                ? null
                : new OptionProblem(name, OptionText.Of(read(options)), $"expected {text}"),
            Numbers = new OptionNumbers(range.Least, range.Most),
        };
    }

    public static OptionEntry<T> Integer<T>(
        string name, string help, (int Least, int Most) range, Func<T, int> read, Func<T, int, T> write)
    {
        string text = $"{range.Least} to {range.Most}";
        return new OptionEntry<T>(
            name, help, text, options => OptionText.Of(read(options)),
            (options, value) => write(options, OptionText.Integer(name, value, text)))
        {
            Problem = options => read(options) >= range.Least && read(options) <= range.Most
                ? null
                : new OptionProblem(name, OptionText.Of(read(options)), $"expected {text}"),
            Numbers = new OptionNumbers(range.Least, range.Most) { IsWhole = true },
        };
    }

    /// <summary>A whole number, or a word that stands for null.</summary>
    public static OptionEntry<T> Optional<T>(
        string name, string help, (int Least, int Most, string None) range, Func<T, int?> read, Func<T, int?, T> write)
    {
        string text = $"{range.Least} to {range.Most}, or {range.None}";
        return new OptionEntry<T>(
            name, help, text, options => read(options)?.ToString(CultureInfo.InvariantCulture) ?? range.None,
            (options, value) => write(options, value == range.None ? null : OptionText.Integer(name, value, text)))
        {
            Problem = options => read(options) is { } value && (value < range.Least || value > range.Most)
                ? new OptionProblem(name, OptionText.Of(value), $"expected {text}")
                : null,
            Numbers = new OptionNumbers(range.Least, range.Most) { IsWhole = true, Word = range.None },
        };
    }

    public static OptionEntry<T> Choice<T, TEnum>(
        string name, string help, Func<T, TEnum> read, Func<T, TEnum, T> write)
        where TEnum : struct, Enum
    {
        IReadOnlyList<string> choices = OptionText.Choices<TEnum>();
        return new OptionEntry<T>(
            name, help, string.Join(", ", choices), options => OptionText.Of(read(options)),
            (options, value) => write(options, OptionText.Choice<TEnum>(name, value)))
        {
            Problem = options => Enum.IsDefined(read(options))
                ? null
                : new OptionProblem(name, read(options).ToString(), $"expected {string.Join(", ", choices)}"),
            Choices = choices,
        };
    }

    /// <summary>One of a list of things that have names.</summary>
    public static OptionEntry<T> Named<T, TThing>(
        string name, string help, NamedChoices<TThing> choices, Func<T, TThing> read, Func<T, TThing, T> write) => new(
            name, help, string.Join(", ", choices.Names), options => choices.NameOf(read(options)),
            (options, value) => write(options, choices.Find(name, value)))
        {
            Choices = choices.Names,
        };

    public static OptionEntry<T> Switch<T>(string name, string help, Func<T, bool> read, Func<T, bool, T> write) => new(
        name, help, "on, off", options => read(options) ? "on" : "off",
        (options, value) => value is "on" or "off"
            ? write(options, value == "on")
            : throw OptionText.Invalid(name, value, "expected on, off"))
    {
        Choices = ["on", "off"],
    };
}
