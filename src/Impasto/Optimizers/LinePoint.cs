namespace Impasto.Optimizers;

/// <summary>A point on the line of a search.</summary>
/// <param name="Length">How far along the direction.</param>
/// <param name="Value">The objective there.</param>
/// <param name="Slope">Its derivative along the direction.</param>
internal readonly record struct LinePoint(double Length, double Value, double Slope);
