using Impasto.Color;
using Impasto.Imaging;
using Impasto.Objectives;
using Impasto.Storage;

namespace Impasto.Runs;

/// <summary>From a point of the optimisation to the picture that people see.</summary>
/// <param name="space">What a point is.</param>
/// <param name="scaler">Brings the content to size, where its colours, its transparency or parts of it are to be seen.</param>
/// <param name="task">The content as it came, in its own colours; whose colours and transparency the picture has.</param>
/// <param name="size">The picture's size.</param>
/// <param name="kept">How much of the content stays at each pixel; null for nothing.</param>
internal sealed class ShownPicture(
    PixelSpace space, PictureScaler scaler, StylizeTask task, PictureSize size, float[]? kept)
{
    /// <summary>The picture.</summary>
    public Picture Of(PixelBuffer point)
    {
        (Picture content, _, StylizeOptions options) = task;
        bool alpha = options.Alpha == AlphaMode.Keep && content.Alpha is not null;
        Picture? own = alpha || options.Color.Mode == ColorMode.Content || kept is not null ? scaler.Resize(content, size) : null;
        var picture = new Picture(size.Width, size.Height, space.Decode(point), alpha ? own!.Alpha : null);
        if (options.Color.Mode == ColorMode.Content)
            picture = Luminance.Join(picture, own!);
        if (kept is null)
            return picture;
        float[] pixels = new float[picture.Pixels.Length];
        new KeptContent(own!.Pixels, kept).Compose(picture.Pixels, pixels);
        return new Picture(size.Width, size.Height, pixels, picture.Alpha);
    }
}
