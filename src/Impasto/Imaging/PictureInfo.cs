namespace Impasto.Imaging;

/// <summary>What a picture's header says; the pixels have not been looked at.</summary>
/// <param name="Format">jpeg, png, webp, tiff, gif and so on.</param>
/// <param name="Width">Columns as stored, before the orientation is applied.</param>
/// <param name="Height">Rows as stored.</param>
/// <param name="Bits">Bits a channel: 8, 16 or 32.</param>
/// <param name="ColorSpace">How the values are meant: srgb, b-w, cmyk and so on.</param>
/// <param name="HasAlpha">Whether there is transparency.</param>
/// <param name="Profile">Name of the embedded colour profile; null where there is none.</param>
/// <param name="Orientation">EXIF orientation, 1 (upright) to 8.</param>
/// <param name="Parameters">The run that made the picture, as JSON; null where Impasto did not write it.</param>
public sealed record PictureInfo(
    string Format,
    int Width,
    int Height,
    int Bits,
    string ColorSpace,
    bool HasAlpha,
    string? Profile,
    int Orientation,
    string? Parameters);
