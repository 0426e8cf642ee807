using Impasto.Storage;
using NetVips;

namespace Impasto.Imaging;

/// <summary>Writes pictures as PNG, JPEG (4:4:4), WebP or TIFF, with an sRGB profile, whole or not at all.</summary>
public static class PictureWriter
{
    /// <summary>Finds out before any work is done whether a picture can be written there.</summary>
    /// <param name="path">The target; its ending names the format.</param>
    /// <param name="options">Depth, parameters and whether to overwrite.</param>
    /// <param name="width">Columns the picture will have; 0 where that is not known.</param>
    /// <param name="height">Rows it will have; 0 where that is not known.</param>
    /// <exception cref="ImpastoException">The format, depth or size is impossible, or the target can't be written.</exception>
    public static void Check(string path, PictureWriteOptions options, int width = 0, int height = 0)
    {
        CheckOptions(path, options);
        var format = PictureFormat.Of(path);
        if (Math.Max(width, height) > format.MaxSide)
            throw new ImpastoException($"'{path}' can't hold {width} x {height} pixels: its format ends at {format.MaxSide} a side.");
        if (options.Parameters is { } parameters && format == PictureFormat.Jpeg && RunMetadata.Pack(parameters).Length > RunMetadata.MostInJpeg)
        {
            throw new ImpastoException(
                $"'{path}' can't hold the run's parameters: {parameters.Length} characters are more than JPEG has room for; use .png or .tif.");
        }

        AtomicFile.Check(path, options.Overwrite);
    }

    /// <summary>Finds out whether a path's ending and the options are possible at all, without looking at the disk.</summary>
    /// <param name="path">The target.</param>
    /// <param name="options">Depth and quality.</param>
    /// <exception cref="ImpastoException">The ending names no format, or the format has no such depth or quality.</exception>
    public static void CheckOptions(string path, PictureWriteOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        var format = PictureFormat.Of(path);
        if (options.Depth is not (null or 8 or 16))
            throw new ImpastoException($"Expected a depth of 8 or 16 bits, got {options.Depth}.");
        if (options.Depth == 16 && !format.Has16Bits)
            throw new ImpastoException($"'{path}' can't be written with 16 bits: use .png or .tif.");
        if (options.Quality is < 1 or > 100)
            throw new ImpastoException($"Expected a quality of 1 to 100, got {options.Quality}.");
    }

    /// <summary>Writes a picture; values are clipped to 0 to 1 and rounded. JPEG has no alpha: there it is laid on white.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="path">The target; its ending names the format.</param>
    /// <param name="options">How; null takes the defaults.</param>
    /// <exception cref="ImpastoException">As for <see cref="Check"/>.</exception>
    public static void Write(Picture picture, string path, PictureWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        options ??= new PictureWriteOptions();
        Check(path, options, picture.Width, picture.Height);
        var format = PictureFormat.Of(path);
        VipsPictures.Prepare();
        try
        {
            AtomicFile.WritePath(path, options.Overwrite, temporary => Save(picture, format, options, temporary));
        }
        catch (VipsException failure)
        {
            throw new ImpastoException($"'{path}' can't be written: {failure.Message.Split('\n')[0].TrimEnd('.')}.", failure);
        }
    }

    // libvips takes the values from the picture's own memory, some rows at a time: nothing is held twice.
    private static unsafe void Save(Picture picture, PictureFormat format, PictureWriteOptions options, string path)
    {
        fixed (float* pixels = picture.Pixels, alpha = picture.Alpha)
        {
            long plane = (long)picture.Width * picture.Height;
            Image[] bands = new Image[alpha is null ? 3 : 4];
            try
            {
                for (int i = 0; i < bands.Length; i++)
                {
                    float* band = i < 3 ? pixels + (i * plane) : alpha;
                    bands[i] = Image.NewFromMemory(
                        (nint)band, (ulong)plane * sizeof(float), picture.Width, picture.Height, 1, Enums.BandFormat.Float);
                }

                using Image joined = bands[0].Bandjoin(bands[1..]);
                using Image whole = Quantized(joined, (options.Depth ?? format.DefaultDepth) == 16);
                using Image labelled = Label(whole, options.Parameters);
                Save(labelled, format, options.Quality, path);
            }
            finally
            {
                foreach (Image? band in bands)
                    band?.Dispose();
            }
        }
    }

    // Values are cut to their range and truncated: a half more rounds them. What is not a number becomes 0.
    private static Image Quantized(Image values, bool deep)
    {
        using Image scaled = values.Linear([deep ? ushort.MaxValue : byte.MaxValue], [0.5]);
        using Image whole = scaled.Cast(deep ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar);
        return whole.Copy(interpretation: deep ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb);
    }

    private static void Save(Image image, PictureFormat format, int quality, string path)
    {
        using var target = Target.NewToFile(path);
        if (format == PictureFormat.Png)
        {
            image.PngsaveTarget(target, compression: 6);
        }
        else if (format == PictureFormat.Jpeg)
        {
            using Image opaque = image.HasAlpha() ? image.Flatten(background: [255]) : image.Copy();
            opaque.JpegsaveTarget(target, q: quality, optimizeCoding: true, subsampleMode: Enums.ForeignSubsample.Off);
        }
        else if (format == PictureFormat.Webp)
        {
            image.WebpsaveTarget(target, q: quality, smartSubsample: true, exact: true);
        }
        else
        {
            image.TiffsaveTarget(
                target,
                compression: Enums.ForeignTiffCompression.Deflate,
                predictor: Enums.ForeignTiffPredictor.Horizontal,
                bigtiff: (long)image.Width * image.Height > 200_000_000);
        }
    }

    private static Image Label(Image pixels, string? parameters)
    {
        byte[] profile = Image.ProfileLoad("srgb");
        return pixels.Mutate(image =>
        {
            image.Set(GValue.BlobType, "icc-profile-data", profile);
            if (parameters is not null)
                image.Set(GValue.BlobType, RunMetadata.Field, RunMetadata.Pack(parameters));
        });
    }
}
