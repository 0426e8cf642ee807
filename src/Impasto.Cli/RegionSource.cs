namespace Impasto.Cli;

/// <summary>A region as it was typed: where it is, and its style.</summary>
/// <param name="Mask">Where in the content.</param>
/// <param name="Style">A path or URL; null leaves the content alone.</param>
/// <param name="StyleMask">The part of the painting that counts; null for all of it.</param>
internal sealed record RegionSource(MaskSource Mask, string? Style, MaskSource? StyleMask)
{
    /// <summary>The word that stands for a style where the content stays.</summary>
    public const string Keep = "keep";

    /// <summary>Reads sky.png=starry.jpg, sky.png=starry.jpg=starry-sky.png or face.png=keep.</summary>
    /// <exception cref="WrongCallException">Mask or style is missing.</exception>
    public static RegionSource Parse(string text)
    {
        int sign = text.IndexOf('=', StringComparison.Ordinal);
        if (sign <= 0 || sign == text.Length - 1)
            throw new WrongCallException($"--region: expected MASK=STYLE, MASK=STYLE=STYLEMASK or MASK=keep, got '{text}'.");
        MaskSource mask = MaskSource.Parse(text[..sign]);
        string rest = text[(sign + 1)..];
        if (rest == Keep)
            return new RegionSource(mask, null, null);
        int second = rest.LastIndexOf('=');
        // An address may have = in its query.
        bool isWhole = second <= 0 || second == rest.Length - 1 || File.Exists(rest) || rest.Contains("://", StringComparison.Ordinal);
        return isWhole
            ? new RegionSource(mask, rest, null)
            : new RegionSource(mask, rest[..second], MaskSource.Parse(rest[(second + 1)..]));
    }

    public override string ToString() => $"{Mask}={Style ?? Keep}{(StyleMask is null ? "" : $"={StyleMask}")}";
}
