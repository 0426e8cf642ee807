using System.Globalization;

namespace Impasto.Text;

/// <summary>Makes options of the usual kinds.</summary>
internal static class OptionEntries
{
    public static OptionEntry<T> Number<T>(
        OptionWords words, (double Least, double Most) range, Func<T, double> read, Func<T, double, T> write)
    {
        string text = $"{OptionText.Of(range.Least)} to {OptionText.Of(range.Most)}";
        return new OptionEntry<T>(
            words, text, options => OptionText.Of(read(options)),
            (options, value) => write(options, OptionText.Number(words.Name, value, text)))
        {
            Problem = options => read(options) >= range.Least && read(options) <= range.Most
                ? null
                : new OptionProblem(words.Name, OptionText.Of(read(options)), $"expected {text}"),
            Numbers = new OptionNumbers(range.Least, range.Most),
        };
    }

    public static OptionEntry<T> Integer<T>(
        OptionWords words, (int Least, int Most) range, Func<T, int> read, Func<T, int, T> write)
    {
        string text = $"{range.Least} to {range.Most}";
        return new OptionEntry<T>(
            words, text, options => OptionText.Of(read(options)),
            (options, value) => write(options, OptionText.Integer(words.Name, value, text)))
        {
            Problem = options => read(options) >= range.Least && read(options) <= range.Most
                ? null
                : new OptionProblem(words.Name, OptionText.Of(read(options)), $"expected {text}"),
            Numbers = new OptionNumbers(range.Least, range.Most) { IsWhole = true },
        };
    }

    /// <summary>A whole number, or a word that stands for null.</summary>
    public static OptionEntry<T> Optional<T>(
        OptionWords words, (int Least, int Most, string None) range, Func<T, int?> read, Func<T, int?, T> write)
    {
        string text = $"{range.Least} to {range.Most}, or {range.None}";
        return new OptionEntry<T>(
            words, text, options => read(options)?.ToString(CultureInfo.InvariantCulture) ?? range.None,
            (options, value) => write(
                options, value == range.None ? null : OptionText.Integer(words.Name, value, text)))
        {
            Problem = options => read(options) is { } value && (value < range.Least || value > range.Most)
                ? new OptionProblem(words.Name, OptionText.Of(value), $"expected {text}")
                : null,
            Numbers = new OptionNumbers(range.Least, range.Most) { IsWhole = true, Word = range.None },
        };
    }

    public static OptionEntry<T> Choice<T, TEnum>(
        OptionWords words, Func<T, TEnum> read, Func<T, TEnum, T> write)
        where TEnum : struct, Enum
    {
        IReadOnlyList<string> choices = OptionText.Choices<TEnum>();
        return new OptionEntry<T>(
            words, string.Join(", ", choices), options => OptionText.Of(read(options)),
            (options, value) => write(options, OptionText.Choice<TEnum>(words.Name, value)))
        {
            Problem = options => Enum.IsDefined(read(options))
                ? null
                : new OptionProblem(words.Name, read(options).ToString(), $"expected {string.Join(", ", choices)}"),
            Choices = choices,
        };
    }

    /// <summary>One of a list of things that have names.</summary>
    public static OptionEntry<T> Named<T, TThing>(
        OptionWords words, NamedChoices<TThing> choices, Func<T, TThing> read, Func<T, TThing, T> write) => new(
            words, string.Join(", ", choices.Names), options => choices.NameOf(read(options)),
            (options, value) => write(options, choices.Find(words.Name, value)))
        {
            Choices = choices.Names,
        };

    public static OptionEntry<T> Switch<T>(OptionWords words, Func<T, bool> read, Func<T, bool, T> write) => new(
        words, "on, off", options => read(options) ? "on" : "off",
        (options, value) => value is "on" or "off"
            ? write(options, value == "on")
            : throw OptionText.Invalid(words.Name, value, "expected on, off"))
    {
        Choices = ["on", "off"],
    };
}
