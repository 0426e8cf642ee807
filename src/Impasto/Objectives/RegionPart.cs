namespace Impasto.Objectives;

/// <summary>A part of the picture that has styles.</summary>
/// <param name="Name">For people.</param>
/// <param name="Guide">
/// T: the degree to which each pixel belongs to it, height x width; null for the whole picture.
/// </param>
/// <param name="Share">
/// The weight of its style loss: its share of the picture, 0 to 1, so that styles are equally strong everywhere, times
/// the factor of a strength of its own.
/// </param>
/// <param name="Styles">Its styles, at least one.</param>
internal sealed record RegionPart(string Name, float[]? Guide, double Share, IReadOnlyList<WeightedStyle> Styles);
