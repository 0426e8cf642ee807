using System.Globalization;
using Impasto.Imaging;

namespace Impasto.Records;

/// <summary>A mask: a black-and-white picture, or one colour of a map of regions.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Color">
/// What is inside: white (as null, the default), black, or six hexadecimal digits rrggbb of a map's colour.
/// </param>
public sealed record RecordedMask(RecordedPicture Picture, string? Color = null)
{
    /// <summary>The colour for what is white in the picture.</summary>
    public const string White = "white";

    /// <summary>The colour for what is black in the picture.</summary>
    public const string Black = "black";

    /// <summary>Whether a text is a colour that a mask can have.</summary>
    /// <param name="color">The text.</param>
    public static bool IsColor(string color) =>
        color is White or Black || (color?.Length == 6 && color.All(char.IsAsciiHexDigit));

    /// <summary>The mask of a picture that has been read.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="all">All masks of the run: colours of the same map share the pixels between them.</param>
    internal Mask ToMask(Picture picture, IEnumerable<RecordedMask> all) => Color switch
    {
        null or White => Mask.OfBrightness(picture),
        Black => Mask.OfBrightness(picture).Complement(),
        _ => Mask.OfColor(picture, Rgb(Color), [.. all.Where(IsOfSameMap).Select(mask => Rgb(mask.Color!))]),
    };

    private bool IsOfSameMap(RecordedMask other) => other.Picture.Name == Picture.Name && other.Color is { Length: 6 };

    private static PictureColor Rgb(string color) => new(Part(color[..2]), Part(color[2..4]), Part(color[4..]));

    private static float Part(string digits) =>
        int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255f;
}
