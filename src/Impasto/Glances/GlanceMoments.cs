using Impasto.Moments;

namespace Impasto.Glances;

/// <summary>Moments of what a decoder takes of a picture.</summary>
/// <param name="Deep">At conv4_1.</param>
/// <param name="Fine">At conv3_4.</param>
/// <param name="Colors">Of the colours.</param>
internal sealed record GlanceMoments(LayerMoments Deep, LayerMoments Fine, LayerMoments Colors)
{
    /// <summary>The weighted average of several styles.</summary>
    public static GlanceMoments Blend(IReadOnlyList<(GlanceMoments Moments, double Weight)> parts) => new(
        LayerMoments.Blend([.. parts.Select(part => new WeightedMoments(part.Moments.Deep, part.Weight))]),
        LayerMoments.Blend([.. parts.Select(part => new WeightedMoments(part.Moments.Fine, part.Weight))]),
        LayerMoments.Blend([.. parts.Select(part => new WeightedMoments(part.Moments.Colors, part.Weight))]));

    /// <summary>The maps of a content's features to these moments.</summary>
    /// <param name="content">The content's moments.</param>
    /// <param name="share">How much of the way, 0 to 1.</param>
    public GlanceMaps From(GlanceMoments content, double share) => new(
        FeatureTransport.Between(content.Deep, Deep, share),
        FeatureTransport.Between(content.Fine, Fine, share),
        FeatureTransport.Between(content.Colors, Colors, share));
}
