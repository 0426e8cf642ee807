using System.Globalization;
using System.Text.RegularExpressions;
using Impasto.Imaging;
using Impasto.Text;

namespace Impasto;

/// <summary>How large the result is: a longer side, an exact width and height, a share, or a size on paper.</summary>
/// <remarks>As text: 512, 800x600, 50%, 30cm, 20x30cm@300. A whole number of pixels becomes one by itself.</remarks>
public sealed partial record TargetSize
{
    private const int MostPixels = 100_000;
    private const double MostPercent = 10_000;
    private const double UsualDpi = 300;
    private const double MillimetresPerInch = 25.4;

    private static readonly Dictionary<string, double> Millimetres =
        new(StringComparer.Ordinal) { ["mm"] = 1, ["cm"] = 10, ["in"] = MillimetresPerInch };

    private TargetSize(double width, double? height, string unit, double? dpi = null) =>
        (Width, Height, Unit, Dpi) = (width, height, unit, dpi);

    /// <summary>Width, or the longer side if there is no height, in <see cref="Unit"/>.</summary>
    public double Width { get; }

    /// <summary>Height in <see cref="Unit"/>; null if the shape is the photograph's.</summary>
    public double? Height { get; }

    /// <summary>Unit of both: empty for pixels, %, mm, cm or in.</summary>
    public string Unit { get; }

    /// <summary>Dots per inch of a size on paper, 300 if the text names none; null for others.</summary>
    public double? Dpi { get; private init; }

    internal static string Range =>
        $"1 to {MostPixels}, original, 800x600, 50%, or a size on paper: 30cm, 20x30cm, 8x10in@150";

    /// <summary>A longer side.</summary>
    /// <param name="pixels">Pixels, 1 to 100000.</param>
    public static TargetSize Longer(int pixels) => new(pixels, null, "");

    /// <summary>
    /// An exact size; a photograph of another shape is framed by <see cref="SizingOptions.Framing"/>.
    /// </summary>
    /// <param name="width">Columns, 1 to 100000.</param>
    /// <param name="height">Rows, 1 to 100000.</param>
    public static TargetSize Exact(int width, int height) => new(width, height, "");

    /// <summary>A share of the photograph's size.</summary>
    /// <param name="percent">Per cent of its sides, above 0, 10000 at most.</param>
    public static TargetSize Percent(double percent) => new(percent, null, "%");

    /// <summary>A longer side.</summary>
    /// <param name="pixels">Pixels.</param>
    public static implicit operator TargetSize(int pixels) => Longer(pixels);

    /// <summary>Reads the text form; its range is checked with the other options.</summary>
    /// <param name="text">Such as 512, 800x600, 50%, 20x30cm@300.</param>
    /// <exception cref="InvalidOptionsException">It is none.</exception>
    public static TargetSize Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Match match = Form().Match(text.Replace('×', 'x'));
        string unit = match.Groups["unit"].Value;
        double? height = Number(match.Groups["height"]), dpi = Number(match.Groups["dpi"]);
        bool isPaper = Millimetres.ContainsKey(unit);
        bool isKnown = match.Success && (isPaper || dpi is null) && (unit != "%" || height is null)
            && (unit.Length > 0 || int.TryParse(match.Groups["width"].Value, CultureInfo.InvariantCulture, out _));
        return isKnown
            ? new TargetSize(Number(match.Groups["width"])!.Value, height, unit, isPaper ? dpi ?? UsualDpi : null)
            : throw OptionText.Invalid("size", text, $"expected {Range}");
    }

    /// <summary>The text form.</summary>
    public override string ToString()
    {
        string height = Height is { } rows ? $"x{OptionText.Of(rows)}" : "";
        string dots = Dpi is { } dpi && dpi != UsualDpi ? $"@{OptionText.Of(dpi)}" : "";
        return $"{OptionText.Of(Width)}{height}{Unit}{dots}";
    }

    /// <summary>The same size on paper with other dots per inch; other sizes stay as they are.</summary>
    /// <param name="dpi">Dots per inch; null changes nothing.</param>
    public TargetSize WithDpi(double? dpi) => Dpi is null || dpi is null ? this : this with { Dpi = dpi };

    /// <summary>What is wrong with it; null if nothing is.</summary>
    internal OptionProblem? Problem()
    {
        double most = Unit == "%" ? MostPercent : MostPixels;
        double[] sides = Height is { } height ? [Pixels(Width), Pixels(height)] : [Pixels(Width)];
        return Array.TrueForAll(sides, side => side <= most && (Unit == "%" ? side > 0 : Math.Round(side) >= 1))
            ? null
            : new OptionProblem("size", ToString(), $"expected {Range}");
    }

    /// <summary>The exact size in pixels; null if the shape is the photograph's.</summary>
    internal PictureSize? Box =>
        Height is { } height ? new PictureSize(Whole(Pixels(Width)), Whole(Pixels(height))) : null;

    /// <summary>The longer side in pixels; null for a share of a photograph that is not known.</summary>
    /// <param name="content">The photograph's size; null if it is not known.</param>
    internal int? LongerSide(PictureSize? content) => Unit == "%"
        ? content is { } size ? Whole(size.Longer * Width / 100) : null
        : Box?.Longer ?? Whole(Pixels(Width));

    private double Pixels(double length) =>
        Millimetres.TryGetValue(Unit, out double one) ? length * one / MillimetresPerInch * Dpi!.Value : length;

    private static int Whole(double length) => (int)Math.Clamp(Math.Round(length), 1, int.MaxValue);

    private static double? Number(Group group) => group.Success
        ? double.Parse(
            group.Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(
        @"^(?<width>-?\d{1,9}(\.\d{1,9})?)(x(?<height>\d{1,9}(\.\d{1,9})?))?(?<unit>%|mm|cm|in|)"
            + @"(@(?<dpi>\d{1,6}(\.\d{1,6})?))?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
