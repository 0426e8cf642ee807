using System.Globalization;
using Impasto.Cli.Shell;
using Impasto.Imaging;

namespace Impasto.Cli.Words;

/// <summary>Rectangles of a painting as words.</summary>
internal static class AreaWords
{
    /// <summary>Reads a rectangle: x,y,w,h.</summary>
    /// <exception cref="WrongCallException">The text is not four whole numbers, or the rectangle is empty.</exception>
    public static PictureArea Parse(string text)
    {
        int[] numbers = [.. text.Split(',').Select(part =>
            int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : -1)];
        return numbers.Length == 4 && numbers.All(number => number >= 0) && numbers[2] > 0 && numbers[3] > 0
            ? new PictureArea(numbers[0], numbers[1], numbers[2], numbers[3])
            : throw new WrongCallException(
                $"--style-region: expected x,y,w,h in pixels of the painting, got '{text}'.");
    }
}
