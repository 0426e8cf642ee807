using System.Globalization;
using Impasto.Cli.Shell;
using Impasto.Training;

namespace Impasto.Cli.Full;

/// <summary>What distill's options are for a decoder.</summary>
internal static class DecoderWords
{
    public static DecoderOptions Usual { get; } = new();

    /// <summary>Reads the widths; null if there are none.</summary>
    /// <exception cref="WrongCallException">The text is no list of numbers.</exception>
    public static IReadOnlyList<int>? Widths(string? text)
    {
        if (text is null)
            return null;
        List<int> widths = [];
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int width))
                throw new WrongCallException($"--widths: expected whole numbers separated by commas, got '{text}'.");
            widths.Add(width);
        }

        return widths;
    }
}
