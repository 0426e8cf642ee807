namespace Impasto;

/// <summary>A part of a run's memory.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Bytes">How much.</param>
public sealed record StylizePlanPart(string Name, long Bytes);
