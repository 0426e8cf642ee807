namespace Impasto.Moments;

/// <summary>Moments of one picture, and how much they count in a blend.</summary>
/// <param name="Moments">The moments.</param>
/// <param name="Weight">Their weight, 0 or more.</param>
public sealed record WeightedMoments(LayerMoments Moments, double Weight);
