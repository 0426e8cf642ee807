using Impasto.Imaging;
using NetVips;

namespace Impasto.Training.Data;

/// <summary>Loads every picture of some folders, scaled down so that all fit into memory.</summary>
internal static class TrainingImages
{
    // Shorter side in pixels, at most: four times the usual crop, so that crops can be scaled.
    private const int LongestShorterSide = 512;

    private const int SmallestSide = 64;

    /// <summary>
    /// Reads the folders one after the other, files in order of their paths; files that can't be read are skipped.
    /// </summary>
    /// <param name="folders">The folders.</param>
    /// <param name="threads">Threads that decode, 1 or more.</param>
    /// <param name="skipped">Receives the files that are skipped; null for nobody.</param>
    /// <exception cref="PictureException">
    /// A folder is missing, or no picture in any has 64 pixels or more a side.
    /// </exception>
    public static IReadOnlyList<TrainingImage> Load(
        IReadOnlyList<string> folders, int threads, List<string>? skipped = null)
    {
        List<string> files = [];
        foreach (string folder in folders)
        {
            if (!Directory.Exists(folder))
                throw new PictureException($"There is no folder '{folder}' to learn from.");
            files.AddRange(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => PictureFormat.Writable.Any(format => format.HasExtension(Path.GetExtension(file))))
                .Order(StringComparer.Ordinal));
        }

        var images = new TrainingImage?[files.Count];
        var limit = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, files.Count, limit, i => images[i] = Load(files[i]));
        skipped?.AddRange(files.Where((_, i) => images[i] is null));
        List<TrainingImage> usable = [.. images.OfType<TrainingImage>()];
        return usable.Count > 0
            ? usable
            : throw new PictureException(
                $"There is no usable picture in {string.Join(", ", folders)}: "
                + $"expected some of {SmallestSide} pixels or more a side.");
    }

    private static TrainingImage? Load(string file)
    {
        try
        {
            // Both sides are computed here; "force" makes libvips take them as they are.
            using Image image = Image.NewFromFile(file, access: Enums.Access.Sequential);
            double scale = Math.Min(1, (double)LongestShorterSide / Math.Min(image.Width, image.Height));
            int width = (int)(image.Width * scale), height = (int)(image.Height * scale);
            using Image small = Image.Thumbnail(file, width, height, Enums.Size.Force);
            using Image colours = small.Colourspace(Enums.Interpretation.Srgb);
            using Image opaque = colours.HasAlpha() ? colours.Flatten() : colours.Copy();
            using Image bytes = opaque.Cast(Enums.BandFormat.Uchar);
            return Math.Min(bytes.Width, bytes.Height) < SmallestSide
                ? null
                : new TrainingImage(bytes.Width, bytes.Height, bytes.WriteToMemory<byte>());
        }
        catch (VipsException)
        {
            return null;
        }
    }
}
