using Impasto.Networks.Files;

namespace Impasto;

/// <summary>Where the decoder of <see cref="Glance"/> comes from.</summary>
public static class GlanceDecoder
{
    private const string Resource = "Impasto.Networks.glance.safetensors";

    /// <summary>Opens a decoder's weights: the one place that decides which decoder is the usual one.</summary>
    /// <param name="path">
    /// A file that a decoder's training wrote, or a learned style, which has one inside; null (the default) for the
    /// one that this library contains.
    /// </param>
    /// <returns>decode4_1.weight and .bias to decode1_2.weight and .bias.</returns>
    /// <exception cref="WeightsException">The file can't be read.</exception>
    public static TensorFile Open(string? path = null) => path is not null
        ? TensorFile.Open(path)
        : TensorFile.Open("glance", () => typeof(GlanceDecoder).Assembly.GetManifestResourceStream(Resource)!);
}
