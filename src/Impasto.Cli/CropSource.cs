using System.Globalization;

namespace Impasto.Cli;

/// <summary>A rectangle of a painting in its own pixels.</summary>
internal sealed record CropSource(int X, int Y, int Width, int Height)
{
    /// <summary>Reads x,y,w,h.</summary>
    /// <exception cref="WrongCallException">These are not four whole numbers, or no rectangle.</exception>
    public static CropSource Parse(string text)
    {
        int[] numbers = [.. text.Split(',').Select(part =>
            int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : -1)];
        return numbers.Length == 4 && numbers.All(number => number >= 0) && numbers[2] > 0 && numbers[3] > 0
            ? new CropSource(numbers[0], numbers[1], numbers[2], numbers[3])
            : throw new WrongCallException($"--style-region: expected x,y,w,h in pixels of the painting, got '{text}'.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X},{Y},{Width},{Height}");
}
