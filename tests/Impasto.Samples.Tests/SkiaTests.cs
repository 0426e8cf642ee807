using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Samples.Snippets;
using SkiaSharp;

namespace Impasto.Samples.Tests;

/// <summary>samples/Snippets/SkiaPictures.cs: bitmaps of SkiaSharp in and out.</summary>
public sealed class SkiaTests
{
    [Fact]
    public void Bitmap_becomes_a_picture_and_the_same_bitmap_again()
    {
        using SKBitmap bitmap = Draw(32, 24);

        Picture picture = SkiaPictures.ToPicture(bitmap);
        using SKImage image = SkiaPictures.ToImage(picture);
        using SKBitmap back = SKBitmap.FromImage(image);

        Assert.Equal(new PictureSize(32, 24), picture.Size);
        // Red on the left, half transparent blue on the right.
        Assert.Equal((1f, 0f, 0f), ColorAt(picture, 4, 12));
        Assert.Equal((0f, 0f, 1f), ColorAt(picture, 28, 12));
        Assert.Equal(128 / 255f, picture.Alpha![(12 * 32) + 28], 3);
        Assert.Equal(bitmap.GetPixelSpan().ToArray(), back.GetPixelSpan().ToArray());
    }

    [Fact]
    public void Bitmap_is_repainted()
    {
        using SKBitmap photo = Draw(48, 40), painting = Draw(40, 40);
        using var stylizer = new Stylizer(NetworkCatalog.Compact().Network, new CpuDevice(1));

        StylizeResult result = stylizer.Run(
            SkiaPictures.ToPicture(photo),
            [new WeightedStyle(SkiaPictures.ToPicture(painting))],
            SmallRecipe.WithSteps(2),
            cancellation: TestContext.Current.CancellationToken);
        using SKImage image = SkiaPictures.ToImage(result.Picture);

        Assert.Equal((48, 40), (image.Width, image.Height));
    }

    private static SKBitmap Draw(int width, int height)
    {
        var bitmap = new SKBitmap(width, height, SKColorType.Bgra8888, SKAlphaType.Premul);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor(255, 0, 0));
        using var paint = new SKPaint { Color = new SKColor(0, 0, 255, 128), BlendMode = SKBlendMode.Src };
        canvas.DrawRect(SKRect.Create(width / 2, 0, width / 2, height), paint);
        return bitmap;
    }

    private static (float Red, float Green, float Blue) ColorAt(Picture picture, int x, int y)
    {
        int plane = picture.Width * picture.Height, at = (y * picture.Width) + x;
        float[] pixels = picture.Pixels;
        return (pixels[at], pixels[plane + at], pixels[(2 * plane) + at]);
    }
}
