using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>The line of a search.</summary>
/// <param name="Point">Where it begins; not changed.</param>
/// <param name="Direction">Where it goes.</param>
/// <param name="Trial">Room for a point on it.</param>
internal readonly record struct SearchLine(PixelBuffer Point, PixelBuffer Direction, PixelBuffer Trial);
