using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>The line of a search.</summary>
/// <param name="Point">Its start; not changed.</param>
/// <param name="Direction">Its direction.</param>
/// <param name="Trial">Room for a point on it.</param>
internal readonly record struct SearchLine(PixelBuffer Point, PixelBuffer Direction, PixelBuffer Trial);
