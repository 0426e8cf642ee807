using Impasto.Points;
using Impasto.Storage;

namespace Impasto.Objectives;

/// <summary>The targets of one scale: content and styles.</summary>
/// <param name="Content">The content as a point of the optimisation; gives the picture's size.</param>
/// <param name="Regions">The regions with their styles, and the parts that keep the content.</param>
/// <param name="Styles">Resizes styles for the scale.</param>
internal sealed record ObjectiveInputs(ScaledPicture Content, RegionPlan Regions, StyleScaler Styles)
{
    /// <summary>Whether only brightness is optimised, all three colours alike.</summary>
    public bool IsGrey { get; init; }

    /// <summary>
    /// The coarser scale's result at this size, which is matched together with the content; null matches the content
    /// alone.
    /// </summary>
    public PixelBuffer? SoFar { get; init; }

    /// <summary>
    /// Whether each layer is matched by itself, with <see cref="SoFar"/>: at the end of the last scale.
    /// </summary>
    public bool IsSplit { get; init; }

    /// <summary>How much parts of a painting that are like much of the picture give way to others, 0 to 1.</summary>
    public double MatchVariety { get; init; }

    /// <summary>Matches of the coarser scale, or of this one; receives this one's. Null for none.</summary>
    public ContentMatches? Matches { get; init; }

    /// <summary>What the runs of pictures that belong together share; null for a picture by itself.</summary>
    public HeldTargets? Held { get; init; }

    /// <summary>The parts that stay as the run's start has them; null if there are none.</summary>
    public KeptContent? Still { get; init; }
}
