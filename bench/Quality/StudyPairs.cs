using Impasto.Imaging;

namespace Impasto.Bench.Quality;

/// <summary>Every photograph of a folder with every painting of another.</summary>
internal static class StudyPairs
{
    /// <summary>The pairs by their names, CONTENT_STYLE, in order.</summary>
    /// <param name="contents">Folder of photographs.</param>
    /// <param name="styles">Folder of paintings.</param>
    public static IEnumerable<(string Pair, string Content, string Style)> Of(string contents, string styles) =>
        from content in Directory.EnumerateFiles(contents).Order(StringComparer.Ordinal)
        from style in Directory.EnumerateFiles(styles).Order(StringComparer.Ordinal)
        select (
            $"{Path.GetFileNameWithoutExtension(content)}_{Path.GetFileNameWithoutExtension(style)}", content, style);

    /// <summary>Reads a picture at a size.</summary>
    /// <param name="file">The picture.</param>
    /// <param name="size">Pixels of its longer side.</param>
    public static Picture Read(string file, int size)
    {
        Picture picture = new PictureReader().Read(file);
        double scale = (double)size / picture.Size.Longer;
        return Resampler.Resize(
            picture, (int)Math.Round(picture.Width * scale), (int)Math.Round(picture.Height * scale));
    }
}
