using Impasto.Imaging;

namespace Impasto.Color;

/// <summary>Brightness apart from chroma, in the sRGB encoding.</summary>
/// <remarks>
/// Y is <see cref="Picture.Luminance"/>. Chroma kept means R - Y, G - Y and B - Y kept: any two of I and Q or U
/// and V are linear in them. Source: Gatys, Ecker, Bethge, Hertzmann and Shechtman, 2017, section 5.
/// </remarks>
public static class Luminance
{
    /// <summary>The picture in greys: Y in all three planes; alpha stays.</summary>
    /// <param name="picture">The picture; not changed.</param>
    public static Picture Grey(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        float[] grey = picture.Luminance();
        return new Picture(picture.Width, picture.Height, [.. grey, .. grey, .. grey], picture.Alpha);
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

    /// <summary>One picture's Y with another's chroma; alpha is the first one's.</summary>
    /// <param name="brightness">Gives Y.</param>
    /// <param name="chroma">Gives everything else, of the same size.</param>
    /// <exception cref="ArgumentException">The pictures differ in size.</exception>
    public static Picture Join(Picture brightness, Picture chroma)
    {
        ArgumentNullException.ThrowIfNull(brightness);
        ArgumentNullException.ThrowIfNull(chroma);
        if (brightness.Size != chroma.Size)
            throw new ArgumentException($"Expected {brightness.Size} pixels, got {chroma.Size}.", nameof(chroma));
        float[] wanted = brightness.Luminance(), own = chroma.Luminance(), pixels = [.. chroma.Pixels];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] += wanted[i % own.Length] - own[i % own.Length];
        return new Picture(brightness.Width, brightness.Height, pixels, brightness.Alpha);
    }

    /// <summary>
    /// A grey painting whose mean and deviation of Y are the photograph's: Y' = s_c / s_s (Y - m_s) + m_c.
    /// </summary>
    /// <param name="style">The painting.</param>
    /// <param name="content">The photograph.</param>
    /// <param name="styleWeights">Weight of each of the painting's pixels; null counts all alike.</param>
    /// <param name="contentWeights">Weight of each of the photograph's pixels; null counts all alike.</param>
    public static Picture Match(
        Picture style, Picture content, float[]? styleWeights = null, float[]? contentWeights = null)
    {
        Picture grey = Grey(style);
        ColorStatistics own = ColorStatistics.Of(grey, styleWeights);
        ColorStatistics wanted = ColorStatistics.Of(Grey(content), contentWeights);
        const double Added = LinearColorMap.Regularization;
        double factor = Math.Sqrt((wanted.Covariance[0] + Added) / (own.Covariance[0] + Added));
        float[] pixels = [.. grey.Pixels.Select(value => (float)((factor * (value - own.Mean[0])) + wanted.Mean[0]))];
        return new Picture(style.Width, style.Height, pixels, style.Alpha);
    }
}
