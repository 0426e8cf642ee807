namespace Impasto.Bench.Compare;

/// <summary>One measured number.</summary>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit, as the table says it.</param>
internal readonly record struct Measured(double Value, string Unit);
