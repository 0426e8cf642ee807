using Impasto.Imaging;

namespace Impasto;

/// <summary>A style and its share in a blend.</summary>
/// <param name="Picture">The painting.</param>
/// <param name="Weight">Its share relative to the other styles', above 0. Default 1.</param>
public sealed record WeightedStyle(Picture Picture, double Weight = 1);
