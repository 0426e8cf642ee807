using Impasto.Imaging;

namespace Impasto.Studio.Runs;

/// <summary>Pictures as files in memory.</summary>
internal sealed class PictureFiles(StudioSettings settings)
{
    /// <summary>Decodes what came in, within the limits.</summary>
    /// <exception cref="ImpastoException">It is no picture, damaged or too large.</exception>
    public Picture Decode(byte[] bytes, string name) =>
        new PictureReader(new PictureLimits { MaxPixels = settings.Limits.MaxPixels }).Decode(bytes, name);

    /// <summary>Encodes a picture as the content of a file.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="format">png, jpg or tif, which has 16 bits.</param>
    /// <param name="quality">Of jpg.</param>
    /// <param name="parameters">The run that made it; null for none.</param>
    public static byte[] Encode(Picture picture, string format, int quality = 95, string? parameters = null) =>
        PictureWriter.Encode(
            picture,
            PictureFormat.Of($"result.{format}"),
            new PictureWriteOptions { Quality = quality, Parameters = parameters });

    /// <summary>A picture to look at: JPEG, no longer than that.</summary>
    public static byte[] View(Picture picture, int longest)
    {
        double factor = Math.Min(1, longest / (double)Math.Max(picture.Width, picture.Height));
        int width = Math.Max(1, (int)Math.Round(picture.Width * factor)), height = Math.Max(1, (int)Math.Round(picture.Height * factor));
        return Encode(factor < 1 ? Resampler.Resize(picture, width, height) : picture, "jpg", quality: 88);
    }
}
