using Impasto.Imaging;
using SkiaSharp;

namespace Impasto.Samples.Snippets;

internal static class SkiaPictures
{
    // A bitmap of SKColorType.Bgra8888 with premultiplied alpha; its rows may have padding.
    public static Picture ToPicture(SKBitmap bitmap) => Picture.FromPixels(
        bitmap.GetPixelSpan(),
        new PictureSize(bitmap.Width, bitmap.Height),
        PixelLayout.PremultipliedBgra32,
        bitmap.RowBytes);

    public static SKImage ToImage(Picture picture)
    {
        byte[] pixels = new byte[4 * picture.Size.Pixels];
        picture.CopyTo(pixels, PixelLayout.PremultipliedBgra32);
        var info = new SKImageInfo(picture.Width, picture.Height, SKColorType.Bgra8888, SKAlphaType.Premul);
        return SKImage.FromPixelCopy(info, pixels);
    }
}
