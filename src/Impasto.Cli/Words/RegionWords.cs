using Impasto.Cli.Shell;
using Impasto.Records;

namespace Impasto.Cli.Words;

/// <summary>Regions as words: sky.png=starry.jpg, sky.png=starry.jpg=starry-sky.png or face.png=keep.</summary>
internal static class RegionWords
{
    private const string Keep = "keep";

    /// <summary>Reads a region.</summary>
    /// <remarks>Names of files may contain =: the text is split where its parts name files.</remarks>
    /// <exception cref="WrongCallException">The mask or the style is missing.</exception>
    public static RecordedRegion Parse(string text)
    {
        int[] signs = Signs(text);
        if (signs.Length == 0)
        {
            throw new WrongCallException(
                $"--region: expected MASK=STYLE, MASK=STYLE=STYLEMASK or MASK=keep, got '{text}'.");
        }

        int[] afterMask = [.. signs.Where(sign => IsMask(text[..sign]))];
        int split = afterMask.Where(sign => IsStyle(text[(sign + 1)..])).Append(-1).First();
        if (split < 0)
            split = afterMask.Append(signs[0]).First();
        string style = text[(split + 1)..];
        return new RecordedRegion(MaskWords.Parse(text[..split]), style == Keep ? [] : [Style(style)]);
    }

    /// <summary>Writes a region as a word.</summary>
    public static string Of(RecordedRegion region) =>
        $"{MaskWords.Of(region.Mask)}={(region.Styles.Count == 0 ? Keep : Of(region.Styles[0]))}";

    /// <summary>Explains why an option has no effect on a run with these regions; null if it has one.</summary>
    public static string? WithoutEffect(StylizeOption option, IReadOnlyList<RecordedRegion> regions) =>
        option.NeedsRegions && regions.Count == 0 ? "has no effect without --region" : null;

    private static RecordedStyle Style(string text)
    {
        // An address may contain = in its query.
        if (File.Exists(text) || text.Contains("://", StringComparison.Ordinal))
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
        [.. Enumerable.Range(1, Math.Max(0, text.Length - 2)).Where(i => text[i] == '=')];

    private static bool IsMask(string text) => File.Exists(MaskWords.Parse(text).Picture.Name);

    private static bool IsStyle(string text) =>
        text == Keep || File.Exists(text) || Signs(text).Any(sign => IsPart(text, sign));

    private static bool IsPart(string text, int sign) => File.Exists(text[..sign]) && IsMask(text[(sign + 1)..]);

    private static string Of(RecordedStyle style) =>
        style.Mask is null ? style.Picture.Name : $"{style.Picture.Name}={MaskWords.Of(style.Mask)}";
}
