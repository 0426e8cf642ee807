namespace Impasto.Glances;

/// <summary>A part of a picture, and the style that it gets.</summary>
/// <param name="Style">Moments of the style; null leaves the features as they are.</param>
/// <param name="Share">How much of the way to the style, 0 to 1.</param>
internal sealed record GlancePart(GlanceMoments? Style, double Share)
{
    /// <summary>Where it is; null (the default) for the whole picture. All parts together have the weight 1.</summary>
    public GlanceGuide? Guide { get; init; }
}
