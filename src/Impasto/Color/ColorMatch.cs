using Impasto.Imaging;

namespace Impasto.Color;

/// <summary>Gives one picture the colours of another.</summary>
public static class ColorMatch
{
    /// <summary>The picture in the other's colours, clipped to 0 to 1; alpha stays.</summary>
    /// <param name="picture">The picture to change, such as a painting.</param>
    /// <param name="wanted">The picture whose colours it gets, such as a photograph.</param>
    /// <param name="kind">The method.</param>
    /// <param name="ownWeights">Weight of each pixel of the picture, height x width; null counts all alike.</param>
    /// <param name="wantedWeights">Weight of each pixel of the other; null counts all alike.</param>
    public static Picture Apply(
        Picture picture, Picture wanted, ColorMatchMode kind, float[]? ownWeights = null, float[]? wantedWeights = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(wanted);
        Picture matched = kind == ColorMatchMode.Histogram
            ? HistogramMatch.Apply(picture, wanted, ownWeights, wantedWeights)
            : LinearColorMap
                .Between(ColorStatistics.Of(picture, ownWeights), ColorStatistics.Of(wanted, wantedWeights), kind)
                .Apply(picture);
        for (int i = 0; i < matched.Pixels.Length; i++)
            matched.Pixels[i] = Math.Clamp(matched.Pixels[i], 0, 1);
        return matched;
    }
}
