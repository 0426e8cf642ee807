namespace Impasto.Objectives;

/// <summary>A part of the picture that has styles.</summary>
/// <param name="Name">For people.</param>
/// <param name="Guide">
/// T: the degree to which each pixel belongs to it, height x width; null for the whole picture.
/// </param>
/// <param name="Share">
/// Its share of the picture, 0 to 1: the weight of its style loss, so that styles are equally strong everywhere.
/// </param>
/// <param name="Styles">Its styles, at least one.</param>
internal sealed record RegionPart(string Name, float[]? Guide, double Share, IReadOnlyList<WeightedStyle> Styles);
