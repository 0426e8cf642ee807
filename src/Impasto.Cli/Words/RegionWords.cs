using System.Globalization;
using Impasto.Cli.Shell;
using Impasto.Records;

namespace Impasto.Cli.Words;

/// <summary>
/// Regions as words: sky.png=starry.jpg, sky.png=starry.jpg=starry-sky.png, face.png=keep, or with a strength at the
/// end: face.png=30, sky.png=starry.jpg=70.
/// </summary>
internal static class RegionWords
{
    private const string Keep = "keep";

    /// <summary>Reads a region.</summary>
    /// <remarks>Names of files may contain =: the text is split where its parts name files.</remarks>
    /// <param name="text">The words.</param>
    /// <param name="styles">The run's paintings, for a region that has a strength only.</param>
    /// <exception cref="WrongCallException">The mask or the style is missing, or the strength is invalid.</exception>
    public static RecordedRegion Parse(string text, IReadOnlyList<RecordedStyle> styles)
    {
        int[] signs = Signs(text);
        if (signs.Length == 0)
        {
            throw new WrongCallException(
                $"--region: expected MASK=STYLE, MASK=STYLE=STYLEMASK, MASK=STRENGTH or MASK=keep, got '{text}'.");
        }

        int[] afterMask = [.. signs.Where(sign => IsMask(text[..sign]))];
        int split = afterMask.Where(sign => IsStyle(text[(sign + 1)..])).Append(-1).First();
        if (split < 0 && Strength(text, out int end) is { } strength)
        {
            RecordedRegion region = signs.Any(sign => sign < end)
                ? Parse(text[..end], styles)
                : new RecordedRegion(MaskWords.Parse(text[..end]), styles);
            return region.Styles.Count > 0
                ? region with { Strength = strength }
                : throw new WrongCallException($"--region: {Keep} has no strength, got '{text}'.");
        }

        if (split < 0)
            split = afterMask.Append(signs[0]).First();
        string style = text[(split + 1)..];
        return new RecordedRegion(MaskWords.Parse(text[..split]), style == Keep ? [] : [Style(style)]);
    }

    /// <summary>Describes a region and its share of the picture, 0 to 1, in one line.</summary>
    public static string Line(RecordedRegion region, double share)
    {
        RecordedStyle? style = region.Styles.Count == 0 ? null : region.Styles[0];
        string part = style?.Mask is { } mask ? $", its part {MaskWords.Of(mask)}" : "";
        string strength = region.Strength is { } own
            ? string.Create(CultureInfo.InvariantCulture, $" at strength {own}")
            : "";
        return $"Region   {MaskWords.Of(region.Mask)}: {style?.Picture.Name ?? "unchanged"}{part}{strength}, "
            + $"{100 * share:0} % of the picture";
    }

    // A number at the end.
    private static double? Strength(string text, out int sign)
    {
        sign = text.LastIndexOf('=');
        if (text.Contains("://", StringComparison.Ordinal) && StyleWords.IsQuery(text, sign))
            return null;
        if (PictureName.IsOfPage(text, sign))
            return null;
        if (!double.TryParse(
            text.AsSpan(sign + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double strength))
            return null;
        return strength is >= 0 and <= 100
            ? strength
            : throw new WrongCallException($"--region: expected a strength from 0 to 100, got '{text[(sign + 1)..]}'.");
    }

    /// <summary>Explains why an option has no effect on a run with these regions; null if it has one.</summary>
    public static string? WithoutEffect(StylizeOption option, IReadOnlyList<RecordedRegion> regions) =>
        option.NeedsRegions && regions.Count == 0 ? "has no effect without --region" : null;

    private static RecordedStyle Style(string text)
    {
        // An address may contain = in its query.
        if (PictureName.Exists(text) || text.Contains("://", StringComparison.Ordinal))
            return Whole(text);
        int[] signs = Signs(text);
        int split = signs.Where(sign => IsPart(text, sign)).Concat(signs.Reverse()).Append(-1).First();
        return split < 0
            ? Whole(text)
            : Whole(text[..split]) with { Mask = MaskWords.Parse(text[(split + 1)..]) };
    }

    private static RecordedStyle Whole(string text) => new(new RecordedPicture(text));

    // Where an = may separate two names.
    private static int[] Signs(string text) =>
        [.. Enumerable.Range(1, Math.Max(0, text.Length - 2))
            .Where(i => text[i] == '=' && !PictureName.IsOfPage(text, i))];

    private static bool IsMask(string text) => PictureName.Exists(MaskWords.Parse(text).Picture.Name);

    private static bool IsStyle(string text) =>
        text == Keep || PictureName.Exists(text) || Signs(text).Any(sign => IsPart(text, sign));

    private static bool IsPart(string text, int sign) =>
        PictureName.Exists(text[..sign]) && IsMask(text[(sign + 1)..]);
}
