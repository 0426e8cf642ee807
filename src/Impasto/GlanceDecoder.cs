using Impasto.Networks.Files;

namespace Impasto;

/// <summary>Where the decoder of <see cref="Glance"/> comes from.</summary>
public static class GlanceDecoder
{
    /// <summary>Whether the program contains a decoder, so that none need be named. Not yet.</summary>
    public static bool IsBuiltIn => false;

    /// <summary>Opens a decoder's weights: the one place that decides which decoder is the usual one.</summary>
    /// <param name="path">
    /// A file that a decoder's training wrote, or a learned style, which has one inside; null for the usual decoder.
    /// </param>
    /// <returns>decode4_1.weight and .bias to decode1_2.weight and .bias.</returns>
    /// <exception cref="WeightsException">
    /// The file can't be read, or none was named and the program contains none.
    /// </exception>
    public static TensorFile Open(string? path = null) => path is not null
        ? TensorFile.Open(path)
        : throw new WeightsException(
            "The program does not contain a decoder yet: name one with --decoder, a file that impasto distill "
            + "--decoder wrote.");
}
