namespace Impasto.Moments;

/// <summary>The features of one layer at every position.</summary>
/// <param name="Channels">C.</param>
/// <param name="Height">Rows of the layer.</param>
/// <param name="Width">Columns of the layer.</param>
/// <param name="Values">C x Height x Width.</param>
public sealed record LayerFeatures(int Channels, int Height, int Width, float[] Values);
