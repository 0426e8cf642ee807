namespace Impasto.Color;

/// <summary>A part of a picture that gets the chroma of some paintings.</summary>
/// <param name="Guide">Share of each pixel that belongs to it, height x width; null for all of the picture.</param>
/// <param name="Palette">The paintings' chroma.</param>
internal sealed record TintPart(float[]? Guide, Palette Palette);
