using Impasto.Imaging;
using Impasto.Imaging.Profiles;

namespace Impasto.Color;

/// <summary>Mixes a result with its content after the run.</summary>
public static class PictureBlend
{
    /// <summary>The mixture; alpha is the result's.</summary>
    /// <remarks>
    /// In linear light: x = encode((1 - a) decode(content) + a decode(result)), where an even mixture of black and
    /// white is as bright as both are on average. The other modes first join brightness and chroma, as
    /// <see cref="Luminance"/> does, and mix that with the content likewise.
    /// </remarks>
    /// <param name="result">A result.</param>
    /// <param name="content">Its content, of the same size.</param>
    /// <param name="mode">What the result gives: everything, its brightness or its chroma.</param>
    /// <param name="amount">How much of it, 0 (the content) to 1.</param>
    public static Picture Apply(Picture result, Picture content, BlendMode mode, double amount)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNotEqual(content.Size, result.Size);
        Picture taken = mode switch
        {
            BlendMode.Luminance => Luminance.Join(result, content),
            BlendMode.Chroma => Luminance.Join(content, result),
            _ => result,
        };
        float[] pixels = new float[content.Pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            double light = ((1 - amount) * SrgbLight.Of(content.Pixels[i])) + (amount * SrgbLight.Of(taken.Pixels[i]));
            pixels[i] = (float)SrgbLight.ToValue(light);
        }

        return new Picture(content.Width, content.Height, pixels, result.Alpha);
    }

    /// <summary>
    /// The mixture with a photograph of another size: it is resized, and lies on white if the result is opaque.
    /// </summary>
    /// <param name="result">A result.</param>
    /// <param name="photo">Its photograph, in the result's shape.</param>
    /// <param name="mode">What the result gives.</param>
    /// <param name="amount">How much of it, 0 (the photograph) to 1.</param>
    public static Picture WithPhoto(Picture result, Picture photo, BlendMode mode, double amount)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(photo);
        Picture content = Resampler.Resize(
            result.Alpha is null ? photo.OnWhite() : photo, result.Width, result.Height);
        return Apply(result, content, mode, amount);
    }
}
