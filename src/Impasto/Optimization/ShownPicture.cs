using Impasto.Color;
using Impasto.Imaging;

namespace Impasto.Optimization;

/// <summary>From a point of the optimisation to the picture that people see.</summary>
/// <param name="space">What a point is.</param>
/// <param name="options">Whose colours and transparency it has.</param>
/// <param name="content">The content at this scale, in its own colours.</param>
/// <param name="kept">How much of it stays at each pixel; null for nothing.</param>
internal sealed class ShownPicture(PixelSpace space, StylizeOptions options, Picture content, float[]? kept)
{
    /// <summary>The picture.</summary>
    public Picture Of(float[] point)
    {
        var picture = new Picture(content.Width, content.Height, space.Decode(point), options.KeepAlpha ? content.Alpha : null);
        if (options.Color == ColorMode.Content)
            picture = Luminance.Join(picture, content);
        if (kept is null)
            return picture;
        float[] pixels = new KeptContent(content.Pixels, kept).Compose(picture.Pixels);
        return new Picture(content.Width, content.Height, pixels, picture.Alpha);
    }
}
