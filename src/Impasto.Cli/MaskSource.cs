using System.Globalization;
using System.Text.RegularExpressions;
using Impasto.Imaging;

namespace Impasto.Cli;

/// <summary>A mask as it was typed: a black-and-white picture, or a colour of a map of regions.</summary>
/// <param name="Picture">A path or URL.</param>
/// <param name="Color">black, white, or rrggbb of a map; null for a black-and-white picture, whose white is the region.</param>
internal sealed partial record MaskSource(string Picture, string? Color)
{
    /// <summary>Reads sky.png, sky.png#black for what is black in it, or map.png#ff0000.</summary>
    public static MaskSource Parse(string text)
    {
        Match match = ColorAtEnd().Match(text);
        return !match.Success || File.Exists(text)
            ? new MaskSource(text, null)
            : new MaskSource(text[..match.Index], match.Groups["color"].Value.ToLowerInvariant());
    }

    /// <summary>The mask of a picture that has been read.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="all">All masks of the call: the other colours of the same map decide where its regions meet.</param>
    public Mask Of(Picture picture, IEnumerable<MaskSource> all) => Color switch
    {
        null or "white" => Mask.OfBrightness(picture),
        "black" => Mask.OfBrightness(picture).Complement(),
        _ => Mask.OfColor(
            picture,
            Rgb(Color),
            [.. all.Where(other => other.Picture == Picture && other.Color is { Length: 6 }).Select(other => Rgb(other.Color!))]),
    };

    public override string ToString() => Color is null ? Picture : $"{Picture}#{Color}";

    private static PictureColor Rgb(string color) => new(Part(color[..2]), Part(color[2..4]), Part(color[4..]));

    private static float Part(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255f;

    [GeneratedRegex("#(?<color>black|white|[0-9a-fA-F]{6})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ColorAtEnd();
}
