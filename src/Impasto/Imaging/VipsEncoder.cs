using System.Xml.Linq;
using Impasto.Imaging.Metadata;
using Impasto.Imaging.Profiles;
using NetVips;

namespace Impasto.Imaging;

/// <summary>Encodes pictures with libvips.</summary>
internal static class VipsEncoder
{
    // What programs assume of a file that names no resolution.
    private const double UsualDpi = 72;
    private const double MillimetresPerInch = 25.4;

    /// <summary>
    /// Encodes a picture; nothing is held twice, since libvips takes some rows at a time from the picture's memory.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="format">A format that is written.</param>
    /// <param name="options">Depth, quality and parameters, checked.</param>
    /// <param name="target">Receives the file.</param>
    /// <param name="name">What the message of a failure calls the picture; null if it has no name.</param>
    public static unsafe void Save(
        Picture picture, PictureFormat format, PictureWriteOptions options, Target target, string? name)
    {
        Image[] bands = [];
        float[] colours = SpaceOf(options.Colors) is { } space ? space.FromSrgb(picture.Pixels) : picture.Pixels;
        fixed (float* pixels = colours, alpha = picture.Alpha)
        {
            try
            {
                bands = [.. Bands(picture, pixels, alpha)];
                using Image joined = bands[0].Bandjoin(bands[1..]);
                using Image whole = Quantized(joined, (options.Depth ?? format.DefaultDepth) == 16);
                using Image labelled = Labelled(whole, picture.Origin, format, options);
                using Image shown = format.HasAlpha || !labelled.HasAlpha()
                    ? labelled.Copy()
                    : labelled.Flatten(background: [255]);
                format.Save!(shown, target, options.Quality);
            }
            catch (VipsException failure)
            {
                throw PictureFormat.Refused(name, Reason(failure), failure);
            }
            finally
            {
                foreach (Image band in bands)
                    band.Dispose();
            }
        }
    }

    // The last line is the newest and names the cause; the first names the operation.
    private static string Reason(VipsException failure) => failure.Message
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1]
        .TrimEnd('.');

    private static unsafe List<Image> Bands(Picture picture, float* pixels, float* alpha)
    {
        List<Image> bands = [];
        long plane = picture.Size.Pixels;
        for (int i = 0; i < (alpha is null ? 3 : 4); i++)
        {
            float* band = i < 3 ? pixels + (i * plane) : alpha;
            bands.Add(Image.NewFromMemory(
                (nint)band, (ulong)plane * sizeof(float), picture.Width, picture.Height, 1, Enums.BandFormat.Float));
        }

        return bands;
    }

    // The cast clips to the range and truncates: adding a half makes that rounding. NaN becomes 0.
    private static Image Quantized(Image values, bool deep)
    {
        using Image scaled = values.Linear([deep ? ushort.MaxValue : byte.MaxValue], [0.5]);
        using Image whole = scaled.Cast(deep ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar);
        return whole.Copy(interpretation: deep ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb);
    }

    private static Image Labelled(
        Image pixels, PictureOrigin? origin, PictureFormat format, PictureWriteOptions options)
    {
        byte[] profile = SpaceOf(options.Colors)?.Profile(3) ?? Image.ProfileLoad("srgb");
        double dots = (options.Dpi ?? (options.Metadata == MetadataMode.None ? null : origin?.Dpi) ?? UsualDpi)
            / MillimetresPerInch;
        using Image placed = pixels.Copy(xres: dots, yres: dots);
        return placed.Mutate(image =>
        {
            image.Set(GValue.BlobType, "icc-profile-data", profile);
            image.Set(GValue.GStrType, "resolution-unit", "in");
            // 1 is sRGB, 65535 everything else. Source: Exif 2.32, 4.6.5 (ColorSpace).
            image.Set(GValue.GStrType, "exif-ifd2-ColorSpace", options.Colors == OutputColors.Srgb ? "1" : "65535");
            FileMetadata.Write(image, origin, options.Metadata, isJpeg: format == PictureFormat.Jpeg);
            if (Packet(origin, format, options) is { } packet)
                image.Set(GValue.BlobType, RunMetadata.Field, packet);
        });
    }

    // The run's parameters go before what the photograph's file says.
    private static byte[]? Packet(PictureOrigin? origin, PictureFormat format, PictureWriteOptions options)
    {
        IReadOnlyList<XElement> properties = FileMetadata.Xmp(
            origin, options.Metadata, isTiff: format == PictureFormat.Tiff);
        if (options.Parameters is null && properties.Count == 0)
            return null;
        byte[] packet = RunMetadata.Pack(options.Parameters, properties);
        if (packet.Length <= format.MaxMetadataBytes)
            return packet;
        return options.Parameters is null ? null : RunMetadata.Pack(options.Parameters);
    }

    private static RgbSpace? SpaceOf(OutputColors colors) => colors switch
    {
        OutputColors.DisplayP3 => RgbSpace.DisplayP3,
        OutputColors.AdobeRgb => RgbSpace.AdobeRgb,
        _ => null,
    };
}
