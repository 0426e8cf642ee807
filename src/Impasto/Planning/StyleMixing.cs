using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Options;

namespace Impasto.Planning;

/// <summary>A painting with its own forms and the fine strokes of another, made before the run.</summary>
/// <remarks>
/// The painting is repainted until its first two blocks have the other's moments, with no content loss. Source: Gatys,
/// Ecker, Bethge, Hertzmann and Shechtman, 2017, section 6, who show that the simple way, low layers of one and high
/// layers of the other in one loss, is worse: the low layers' statistics then do not fit the forms.
/// </remarks>
internal static class StyleMixing
{
    // The first blocks describe strokes and grain, the later ones forms. The network ends after the first blocks, so
    // steps are cheap.
    private const int LargestFineStride = 2;
    private const int Steps = 100;

    /// <summary>The recipe of the run that mixes; null if no style layer is fine.</summary>
    /// <param name="options">The recipe of the run that will use the painting.</param>
    /// <param name="network">The network of both runs.</param>
    /// <param name="style">Size of the painting.</param>
    /// <param name="final">Size of that run's result.</param>
    public static StylizeOptions? Recipe(
        StylizeOptions options, Network network, PictureSize style, PictureSize final)
    {
        PictureSize size = Pyramid.Style(options.Sizing, style, final, final);
        KeyValuePair<LayerName, double>[] layers =
            [.. options.Losses.StyleLayers.Where(
                pair => pair.Value > 0 && network.StrideOf(pair.Key) <= LargestFineStride)];
        return layers.Length == 0 ? null : new StylizeOptions
        {
            Sizing = new() { Size = size.Longer, MinSize = 0 },
            Steps = [Steps],
            Alpha = AlphaMode.Drop,
            Losses = new()
            {
                StyleLayers = new LayerWeights(layers),
                ContentWeight = 0,
                TvWeight = 0,
                RangeWeight = 0,
                StyleLoss = options.Losses.StyleLoss,
            },
        };
    }
}
