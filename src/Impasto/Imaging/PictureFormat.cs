namespace Impasto.Imaging;

/// <summary>A file format that pictures are written in.</summary>
/// <param name="Extensions">Endings of its files, the usual one first.</param>
/// <param name="MaxSide">Longest side it can hold, in pixels.</param>
/// <param name="Has16Bits">Whether 16 bits a channel are possible.</param>
/// <param name="DefaultDepth">Bits a channel unless somebody says otherwise.</param>
internal sealed record PictureFormat(IReadOnlyList<string> Extensions, int MaxSide, bool Has16Bits, int DefaultDepth)
{
    public static PictureFormat Png { get; } = new([".png"], int.MaxValue, true, 8);

    public static PictureFormat Jpeg { get; } = new([".jpg", ".jpeg"], 65_535, false, 8);

    public static PictureFormat Webp { get; } = new([".webp"], 16_383, false, 8);

    public static PictureFormat Tiff { get; } = new([".tif", ".tiff"], int.MaxValue, true, 16);

    private static IReadOnlyList<PictureFormat> All { get; } = [Png, Jpeg, Webp, Tiff];

    /// <summary>The format that a file's ending names.</summary>
    /// <exception cref="ImpastoException">None does.</exception>
    public static PictureFormat Of(string path)
    {
        string extension = Path.GetExtension(path);
        return All.FirstOrDefault(format => format.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase))
            ?? throw new ImpastoException(
                $"'{path}' can't be written: expected a name that ends in "
                + $"{string.Join(", ", All.SelectMany(format => format.Extensions))}, got {(extension.Length > 0 ? $"'{extension}'" : "no ending")}.");
    }
}
