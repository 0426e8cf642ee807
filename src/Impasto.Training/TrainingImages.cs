using Impasto.Imaging;
using NetVips;

namespace Impasto.Training;

/// <summary>Loads every picture of some folders, small enough to keep them all in memory.</summary>
internal static class TrainingImages
{
    // Shorter side kept: twice the usual crop, so that scaling has something to choose from.
    private const int LongestShorterSide = 512;

    /// <summary>Reads the folders in order of their names.</summary>
    /// <exception cref="ImpastoException">A folder is missing, or there is no picture of at least 64 pixels in any.</exception>
    public static IReadOnlyList<TrainingImage> Load(IReadOnlyList<string> folders)
    {
        List<string> files = [];
        foreach (string folder in folders)
        {
            if (!Directory.Exists(folder))
                throw new ImpastoException($"There is no folder '{folder}' to learn from.");
            files.AddRange(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => PictureFormat.Writable.Any(format => format.HasExtension(Path.GetExtension(file))))
                .Order(StringComparer.Ordinal));
        }

        var images = new TrainingImage?[files.Count];
        Parallel.For(0, files.Count, i => images[i] = Load(files[i]));
        List<TrainingImage> usable = [.. images.OfType<TrainingImage>()];
        return usable.Count > 0
            ? usable
            : throw new ImpastoException($"There is no usable picture in {string.Join(", ", folders)}: expected some of 64 pixels or more.");
    }

    private static TrainingImage? Load(string file)
    {
        try
        {
            // "force" keeps the shape out of it: only the shorter side is bounded.
            using Image image = Image.NewFromFile(file, access: Enums.Access.Sequential);
            double scale = Math.Min(1, (double)LongestShorterSide / Math.Min(image.Width, image.Height));
            using Image small = Image.Thumbnail(file, (int)(image.Width * scale), (int)(image.Height * scale), Enums.Size.Force);
            using Image colours = small.Colourspace(Enums.Interpretation.Srgb);
            using Image opaque = colours.HasAlpha() ? colours.Flatten() : colours.Copy();
            using Image bytes = opaque.Cast(Enums.BandFormat.Uchar);
            return Math.Min(bytes.Width, bytes.Height) < 64
                ? null
                : new TrainingImage(bytes.Width, bytes.Height, bytes.WriteToMemory<byte>());
        }
        catch (VipsException)
        {
            return null;
        }
    }
}
