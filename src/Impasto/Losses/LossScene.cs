using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Losses;

/// <summary>What a picture is to come near to, for terms that prepare themselves: content and styles at one size.</summary>
public abstract class LossScene
{
    /// <summary>The size of the picture that is optimised.</summary>
    public abstract PictureSize Size { get; }

    /// <summary>The regions of the picture that have styles of their own; one, the whole picture, for most runs.</summary>
    public abstract IReadOnlyList<LossRegion> Regions { get; }

    /// <summary>The content's features at some layers, in one pass.</summary>
    /// <param name="layers">Layers that the term names as its own.</param>
    /// <exception cref="InvalidOperationException">There is no content.</exception>
    /// <exception cref="PictureException">The content is too small for a layer.</exception>
    public abstract IReadOnlyDictionary<LayerName, FeatureTarget> Content(IReadOnlyList<LayerName> layers);

    /// <summary>The moments of a region's styles at one layer, blended by their weights; null if no style counts there.</summary>
    /// <param name="region">Number of the region.</param>
    /// <param name="layer">A layer that the term names as its own.</param>
    /// <exception cref="PictureException">A style is too small for a layer.</exception>
    public abstract LayerMoments? Style(int region, LayerName layer);
}
