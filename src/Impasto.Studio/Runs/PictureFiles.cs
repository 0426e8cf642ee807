using Impasto.Imaging;

namespace Impasto.Studio.Runs;

/// <summary>Pictures as files in memory.</summary>
internal sealed class PictureFiles(StudioSettings settings, StudioStore store)
{
    /// <summary>Decodes what came in, within the limits.</summary>
    /// <exception cref="ImpastoException">It is no picture, damaged or too large.</exception>
    public Picture Decode(byte[] bytes, string name) =>
        new PictureReader(new PictureLimits { MaxPixels = settings.Limits.MaxPixels }).Decode(bytes, name);

    /// <param name="picture">The picture.</param>
    /// <param name="format">png, jpg or tif, which has 16 bits.</param>
    /// <param name="quality">Of jpg.</param>
    /// <param name="parameters">The run that made it; null for none.</param>
    public byte[] Encode(Picture picture, string format, int quality = 95, string? parameters = null)
    {
        string path = Path.Combine(store.Work.Path, $"{Guid.NewGuid():N}.{format}");
        try
        {
            PictureWriter.Write(picture, path, new PictureWriteOptions { Quality = quality, Parameters = parameters });
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A picture to look at: JPEG, no longer than that.</summary>
    public byte[] View(Picture picture, int longest)
    {
        double factor = Math.Min(1, longest / (double)Math.Max(picture.Width, picture.Height));
        int width = Math.Max(1, (int)Math.Round(picture.Width * factor)), height = Math.Max(1, (int)Math.Round(picture.Height * factor));
        return Encode(factor < 1 ? Resampler.Resize(picture, width, height) : picture, "jpg", quality: 88);
    }
}
