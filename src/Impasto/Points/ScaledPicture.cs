using Impasto.Storage;

namespace Impasto.Points;

/// <summary>A picture at the size of a scale, as a point of the optimisation.</summary>
/// <param name="Point">3 x Height x Width; not to be changed.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal sealed record ScaledPicture(PixelBuffer Point, int Width, int Height);
