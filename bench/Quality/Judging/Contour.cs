namespace Impasto.Bench.Quality.Judging;

/// <summary>One pixel of a contour.</summary>
/// <param name="X">Column.</param>
/// <param name="Y">Row.</param>
/// <param name="Strength">Change from pixel to pixel, in Oklab.</param>
/// <param name="Angle">Direction across the contour, in radians; turned by half a circle it means the same.</param>
internal readonly record struct Contour(int X, int Y, float Strength, float Angle);
