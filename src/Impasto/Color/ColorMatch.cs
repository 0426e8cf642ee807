using Impasto.Imaging;

namespace Impasto.Color;

/// <summary>Gives one picture the colours of another.</summary>
/// <remarks>
/// Colours are compared and changed in Oklab. One that sRGB does not have keeps lightness and hue, and loses chroma.
/// </remarks>
public static class ColorMatch
{
    /// <summary>The picture in the other's colours, within 0 to 1; alpha stays.</summary>
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
        OklabPicture own = OklabPicture.Of(picture), other = OklabPicture.Of(wanted);
        if (kind == ColorMatchMode.Histogram)
        {
            HistogramMatch.Apply(own, other, ownWeights, wantedWeights);
        }
        else
        {
            LinearColorMap
                .Between(ColorStatistics.Of(own, ownWeights), ColorStatistics.Of(other, wantedWeights), kind)
                .Apply(own);
        }

        return own.ToPicture(picture);
    }
}
