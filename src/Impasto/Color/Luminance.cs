using Impasto.Imaging;

namespace Impasto.Color;

/// <summary>Brightness apart from chroma: the lightness L of Oklab, and its a and b.</summary>
/// <remarks>
/// Source: Gatys, Ecker, Bethge, Hertzmann and Shechtman, 2017, section 5; Ottosson, "A perceptual color space for
/// image processing", 2020. Differs from the first, which takes Y, I and Q: in Oklab colours of one L look equally
/// bright, and keep their hue when L changes.
/// </remarks>
public static class Luminance
{
    /// <summary>The picture in greys of the same lightness; alpha stays.</summary>
    /// <param name="picture">The picture; not changed.</param>
    public static Picture Grey(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return Grey(picture, OklabPicture.LightnessOf(picture));
    }

    /// <summary>
    /// Whether people would say that a picture has colours: at more than 1 % of its visible pixels red, green and blue
    /// differ by more than 8 of 255.
    /// </summary>
    /// <param name="picture">The picture; without visible pixels it has none.</param>
    public static bool HasColor(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        int count = picture.Width * picture.Height, colored = 0, visible = 0;
        ReadOnlySpan<float> red = picture.Pixels.AsSpan(0, count), green = picture.Pixels.AsSpan(count, count),
            blue = picture.Pixels.AsSpan(2 * count, count);
        for (int i = 0; i < count; i++)
        {
            if (picture.Alpha is { } alpha && alpha[i] == 0)
                continue;
            visible++;
            float most = MathF.Max(red[i], MathF.Max(green[i], blue[i]));
            if (most - MathF.Min(red[i], MathF.Min(green[i], blue[i])) > 8f / 255)
                colored++;
        }

        return colored > 0.01 * visible;
    }

    /// <summary>
    /// One picture's lightness with another's chroma, within 0 to 1; alpha is the first one's. Where sRGB has no such
    /// colour, hue and lightness stay and chroma is less.
    /// </summary>
    /// <param name="brightness">Gives the lightness.</param>
    /// <param name="chroma">Gives everything else, of the same size.</param>
    /// <exception cref="ArgumentException">The pictures differ in size.</exception>
    public static Picture Join(Picture brightness, Picture chroma)
    {
        ArgumentNullException.ThrowIfNull(brightness);
        ArgumentNullException.ThrowIfNull(chroma);
        if (brightness.Size != chroma.Size)
            throw new ArgumentException($"Expected {brightness.Size} pixels, got {chroma.Size}.", nameof(chroma));
        float[] pixels = new float[chroma.Pixels.Length];
        for (int i = 0; i < pixels.Length / 3; i++)
        {
            double lightness = OklabPicture.Pixel(brightness, i).Lightness;
            OklabPicture.Write(OklabPicture.Pixel(chroma, i) with { Lightness = lightness }, pixels, i);
        }

        return new Picture(brightness.Width, brightness.Height, pixels, brightness.Alpha);
    }

    /// <summary>
    /// A grey painting whose mean and deviation of L are the photograph's: L' = s_c / s_s (L - m_s) + m_c.
    /// </summary>
    /// <param name="style">The painting.</param>
    /// <param name="content">The photograph.</param>
    /// <param name="styleWeights">Weight of each of the painting's pixels; null counts all alike.</param>
    /// <param name="contentWeights">Weight of each of the photograph's pixels; null counts all alike.</param>
    public static Picture Match(
        Picture style, Picture content, float[]? styleWeights = null, float[]? contentWeights = null)
    {
        ArgumentNullException.ThrowIfNull(style);
        ArgumentNullException.ThrowIfNull(content);
        OklabPicture painting = OklabPicture.Of(style);
        ColorStatistics own = ColorStatistics.Of(painting, styleWeights);
        ColorStatistics wanted = ColorStatistics.Of(OklabPicture.Of(content), contentWeights);
        double least = Math.Max(own.Covariance[0], LinearColorMap.LeastVariance);
        double factor = Math.Sqrt(wanted.Covariance[0] / least);
        float[] lightness = painting.Lightness.ToArray();
        for (int i = 0; i < lightness.Length; i++)
            lightness[i] = (float)((factor * (lightness[i] - own.Mean[0])) + wanted.Mean[0]);
        return Grey(style, lightness);
    }

    private static Picture Grey(Picture like, float[] lightness)
    {
        float[] pixels = new float[3 * lightness.Length];
        for (int i = 0; i < lightness.Length; i++)
            pixels[i] = (float)Oklab.Grey(lightness[i]);
        pixels.AsSpan(0, lightness.Length).CopyTo(pixels.AsSpan(lightness.Length));
        pixels.AsSpan(0, lightness.Length).CopyTo(pixels.AsSpan(2 * lightness.Length));
        return new Picture(like.Width, like.Height, pixels, like.Alpha);
    }
}
