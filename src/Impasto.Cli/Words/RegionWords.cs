using Impasto.Cli.Shell;
using Impasto.Records;

namespace Impasto.Cli.Words;

/// <summary>Regions as words: sky.png=starry.jpg, sky.png=starry.jpg=starry-sky.png or face.png=keep.</summary>
internal static class RegionWords
{
    private const string Keep = "keep";

    /// <summary>Reads a region.</summary>
    /// <exception cref="WrongCallException">The mask or the style is missing.</exception>
    public static RecordedRegion Parse(string text)
    {
        int sign = text.IndexOf('=', StringComparison.Ordinal);
        if (sign <= 0 || sign == text.Length - 1)
        {
            throw new WrongCallException(
                $"--region: expected MASK=STYLE, MASK=STYLE=STYLEMASK or MASK=keep, got '{text}'.");
        }

        RecordedMask mask = MaskWords.Parse(text[..sign]);
        string style = text[(sign + 1)..];
        return new RecordedRegion(mask, style == Keep ? [] : [Style(style)]);
    }

    /// <summary>Writes a region as a word.</summary>
    public static string Of(RecordedRegion region) =>
        $"{MaskWords.Of(region.Mask)}={(region.Styles.Count == 0 ? Keep : Of(region.Styles[0]))}";

    /// <summary>Explains why an option has no effect on a run with these regions; null if it has one.</summary>
    public static string? WithoutEffect(StylizeOption option, IReadOnlyList<RecordedRegion> regions) =>
        option.NeedsRegions && regions.Count == 0 ? "has no effect without --region" : null;

    private static RecordedStyle Style(string text)
    {
        int sign = text.LastIndexOf('=');
        // An address may contain = in its query.
        bool isWhole = sign <= 0 || sign == text.Length - 1 || File.Exists(text)
            || text.Contains("://", StringComparison.Ordinal);
        return isWhole
            ? new RecordedStyle(new RecordedPicture(text))
            : new RecordedStyle(new RecordedPicture(text[..sign])) { Mask = MaskWords.Parse(text[(sign + 1)..]) };
    }

    private static string Of(RecordedStyle style) =>
        style.Mask is null ? style.Picture.Name : $"{style.Picture.Name}={MaskWords.Of(style.Mask)}";
}
