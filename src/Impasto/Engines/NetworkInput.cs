namespace Impasto.Engines;

/// <summary>The input of a network: three planes in its own channel order and scale.</summary>
/// <param name="Values">3 x Height x Width, plane after plane.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct NetworkInput(float[] Values, int Width, int Height);
