namespace Impasto.Studio.Sharing;

/// <summary>A part of a recipe's photograph, with its mask.</summary>
/// <param name="Mask">White is the part.</param>
/// <param name="Style">
/// As the field regionStyle of a run: keep, all, or the number of the part's painting from 1.
/// </param>
/// <param name="Strength">The strength of the style there, 0 to 100; null for that of the rest.</param>
internal sealed record SharedPart(SharedPicture Mask, string Style, double? Strength);
