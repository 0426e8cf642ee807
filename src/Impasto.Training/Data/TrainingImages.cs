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
    /// Reads the folders one after the other, files in order of their paths; a picture that can't be used is left out.
    /// </summary>
    /// <param name="folders">The folders.</param>
    /// <param name="threads">Threads that decode, 1 or more.</param>
    /// <param name="notes">Receives one sentence if pictures were left out; null for nobody.</param>
    /// <exception cref="PictureException">
    /// A folder is missing, or no picture in any has 64 pixels or more a side.
    /// </exception>
    public static IReadOnlyList<TrainingImage> Load(
        IReadOnlyList<string> folders, int threads, IProgress<string>? notes = null)
    {
        List<string> files = [];
        foreach (string folder in folders)
        {
            if (!Directory.Exists(folder))
                throw new PictureException($"There is no folder '{folder}' to learn from.");
            files.AddRange(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(IsPicture)
                .Order(StringComparer.Ordinal));
        }

        var images = new TrainingImage?[files.Count];
        var problems = new string?[files.Count];
        var limit = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, files.Count, limit, i =>
        {
            try
            {
                images[i] = Load(files[i]);
            }
            catch (PictureException failure)
            {
                problems[i] = failure.Message;
            }
        });
        string[] reasons = [.. problems.OfType<string>()];
        List<TrainingImage> usable = [.. images.OfType<TrainingImage>()];
        if (usable.Count == 0)
        {
            throw new PictureException(
                $"There is no usable picture in {string.Join(", ", folders)}: "
                + $"expected some of {SmallestSide} pixels or more a side"
                + (reasons.Length > 0 ? $"; the first of {files.Count}: {reasons[0]}" : "."));
        }

        if (reasons.Length > 0)
            notes?.Report($"{reasons.Length} of {files.Count} pictures are left out; the first: {reasons[0]}");
        return usable;
    }

    // Formats that are not read count: whoever has them in a folder wants to know. Names as ._photo.jpg do not, which
    // macOS writes beside photo.jpg on other disks.
    private static bool IsPicture(string file)
    {
        string ending = Path.GetExtension(file);
        return Path.GetFileName(file)[0] != '.'
            && (PictureFormat.All.Any(format => format.HasExtension(ending))
                || PictureFormat.UnreadExtensions.Contains(ending, StringComparer.OrdinalIgnoreCase));
    }

    private static TrainingImage Load(string file)
    {
        var limits = new PictureLimits { MaxPixels = long.MaxValue };
        PictureSize size = new PictureReader(limits).ReadInfo(file).Size;
        if (size.Shorter < SmallestSide)
            throw new PictureException($"'{file}' has {size} pixels, fewer than {SmallestSide} on a side.");
        double scale = Math.Min(1, (double)LongestShorterSide / size.Shorter);
        var reader = new PictureReader(limits) { NeededSide = (int)Math.Ceiling(size.Longer * scale) };
        TrainingImage read = TrainingImage.Of(reader.Read(file));
        (int width, int height) = ((int)(size.Width * scale), (int)(size.Height * scale));
        if ((read.Width, read.Height) == (width, height))
            return read;
        // Both sides are computed here; "force" makes libvips take them as they are.
        using Image whole = Image.NewFromMemory(
            read.Pixels, read.Width, read.Height, 3, Enums.BandFormat.Uchar);
        using Image small = whole.ThumbnailImage(width, height, Enums.Size.Force);
        return new TrainingImage(width, height, small.WriteToMemory<byte>());
    }
}
