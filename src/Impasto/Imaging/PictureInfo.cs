namespace Impasto.Imaging;

/// <summary>What the header of a picture file says; the pixels have not been decoded.</summary>
public sealed record PictureInfo
{
    /// <summary>The file's format: jpeg, png, webp, tiff, gif and so on.</summary>
    public required string Format { get; init; }

    /// <summary>Columns and rows as stored, before the orientation is applied.</summary>
    public required PictureSize Size { get; init; }

    /// <summary>Bits a channel: 8, 16 or 32.</summary>
    public required int Bits { get; init; }

    /// <summary>Meaning of the values: srgb, b-w, cmyk and so on.</summary>
    public required string ColorSpace { get; init; }

    /// <summary>Whether there is transparency.</summary>
    public required bool HasAlpha { get; init; }

    /// <summary>Name of the embedded colour profile; null if there is none.</summary>
    public string? Profile { get; init; }

    /// <summary>EXIF orientation, 1 (upright) to 8. Default: 1.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>Dots per inch; null (the default) if the file names none.</summary>
    public double? Dpi { get; init; }

    /// <summary>Pages or frames that can be chosen with FILE#page=N. Default: 1.</summary>
    public int Pages { get; init; } = 1;

    /// <summary>The run that made the picture, as JSON; null if Impasto did not write the file.</summary>
    public string? Parameters { get; init; }

    /// <summary>Columns as stored.</summary>
    public int Width => Size.Width;

    /// <summary>Rows as stored.</summary>
    public int Height => Size.Height;

    /// <summary>
    /// Columns and rows after the orientation is applied, as <see cref="PictureReader.Read(string)"/> gives them.
    /// </summary>
    public PictureSize UprightSize => Orientation >= 5 ? new PictureSize(Size.Height, Size.Width) : Size;
}
