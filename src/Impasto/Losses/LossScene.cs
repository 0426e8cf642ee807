using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Storage;

namespace Impasto.Losses;

/// <summary>
/// The targets of an objective at one size, content and styles, from which its terms prepare themselves.
/// </summary>
public abstract class LossScene
{
    /// <summary>The size of the picture that is optimised.</summary>
    public abstract PictureSize Size { get; }

    /// <summary>
    /// The regions of the picture that have styles of their own; one, the whole picture, for most runs.
    /// </summary>
    public abstract IReadOnlyList<LossRegion> Regions { get; }

    /// <summary>The content's features at some layers, in one pass.</summary>
    /// <param name="layers">Some of the term's own layers.</param>
    /// <exception cref="InvalidOperationException">There is no content.</exception>
    /// <exception cref="PictureException">The content is too small for a layer.</exception>
    public abstract IReadOnlyDictionary<LayerName, FeatureTarget> Content(IReadOnlyList<LayerName> layers);

    /// <summary>
    /// Features of the paintings at some layers, arranged as the content's: at each position those that are nearest to
    /// the content's; the content's own where no style is compared. In one pass.
    /// </summary>
    /// <param name="layers">Some of the term's own layers.</param>
    /// <exception cref="InvalidOperationException">There is no content.</exception>
    /// <exception cref="PictureException">Content or a style is too small for a layer.</exception>
    public abstract IReadOnlyDictionary<LayerName, FeatureTarget> Matched(IReadOnlyList<LayerName> layers);

    /// <summary>
    /// The paintings' pixels, arranged as the content's features match theirs, the content's own where no style is
    /// compared: 3 x height x width in the scale in which pixels are optimised. Not to be changed. Null if a scene has
    /// none.
    /// </summary>
    /// <exception cref="PictureException">Content or a style is too small for a layer.</exception>
    public virtual PixelBuffer? MatchedPixels() => null;

    /// <summary>
    /// The moments of a region's styles at one layer, blended by their weights; null if no style is compared there.
    /// </summary>
    /// <param name="region">Number of the region.</param>
    /// <param name="layer">One of the term's own layers.</param>
    /// <exception cref="PictureException">A style is too small for a layer.</exception>
    public abstract LayerMoments? Style(int region, LayerName layer);

    /// <summary>
    /// The moments of a usual picture at one layer, to tell flat styles from others; null if they are not known.
    /// </summary>
    /// <param name="layer">One of the term's own layers.</param>
    internal virtual LayerMoments? Usual(LayerName layer) => null;
}
