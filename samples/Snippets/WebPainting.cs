using Impasto.Imaging;

namespace Impasto.Samples.Snippets;

internal static class WebPainting
{
    // An upload in, a PNG out, no file in between. Both streams may be those of a web server, which can't seek.
    public static async Task PaintAsync(
        Stream upload, Stream response, Func<Picture, Picture> paint, CancellationToken cancellation)
    {
        var reader = new PictureReader(new PictureLimits { MaxPixels = 20_000_000, MaxBytes = 30_000_000 });
        Picture photo = await reader.ReadAsync(upload, "upload", cancellation);
        PictureFormat.Png.Check(photo.Size);

        Picture painting = await Task.Run(() => paint(photo), cancellation);

        await PictureWriter.WriteAsync(painting, response, PictureFormat.Png, cancellation: cancellation);
    }
}
