using Impasto.Imaging;

namespace Impasto.Bench.Quality.Judging;

/// <summary>Where a picture changes most: thin lines, with their strength and direction.</summary>
/// <remarks>
/// The picture's L, a and b in Oklab are blurred by a Gaussian; J = sum over the three of (d/dx, d/dy)^T (d/dx, d/dy).
/// Strength is the square root of J's larger eigenvalue, the direction across the contour its eigenvector. A pixel is
/// kept where its strength is the largest of three along that direction. Sources: Di Zenzo, "A note on the gradient of
/// a multi-image", 1986; Canny, "A computational approach to edge detection", 1986.
/// </remarks>
internal sealed class ContourMap
{
    private ContourMap(int width, int height, IReadOnlyList<Contour> strongestFirst) =>
        (Width, Height, StrongestFirst) = (width, height, strongestFirst);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Every pixel of a contour.</summary>
    public IReadOnlyList<Contour> StrongestFirst { get; }

    /// <summary>Finds the contours of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="deviation">The Gaussian's deviation in pixels: what is finer is no contour.</param>
    public static ContourMap Of(Picture picture, double deviation)
    {
        int width = picture.Width, height = picture.Height;
        Plane[] planes = [.. OklabPlanes.Of(picture).All.Select(plane => plane.Smooth(deviation))];
        float[] strength = new float[width * height], angle = new float[width * height];
        for (int i = 0; i < strength.Length; i++)
            (strength[i], angle[i]) = Gradient(planes, i % width, i / width);
        var strengths = new Plane(width, height, strength);
        IEnumerable<Contour> found = Enumerable.Range(0, strength.Length)
            .Select(i => new Contour(i % width, i / width, strength[i], angle[i]))
            .Where(at => IsLargest(strengths, at));
        return new ContourMap(width, height, [.. found.OrderByDescending(at => at.Strength)]);
    }

    private static (float Strength, float Angle) Gradient(Plane[] planes, int x, int y)
    {
        float xx = 0, xy = 0, yy = 0;
        foreach (Plane plane in planes)
        {
            float across = (plane.At(x + 1, y) - plane.At(x - 1, y)) / 2;
            float down = (plane.At(x, y + 1) - plane.At(x, y - 1)) / 2;
            (xx, xy, yy) = (xx + (across * across), xy + (across * down), yy + (down * down));
        }

        float spread = MathF.Sqrt(((xx - yy) * (xx - yy)) + (4 * xy * xy));
        return (MathF.Sqrt((xx + yy + spread) / 2), 0.5f * MathF.Atan2(2 * xy, xx - yy));
    }

    private static bool IsLargest(Plane strengths, Contour at)
    {
        float x = MathF.Cos(at.Angle), y = MathF.Sin(at.Angle);
        return at.Strength > 0
            && at.Strength > Between(at.X + x, at.Y + y)
            && at.Strength >= Between(at.X - x, at.Y - y);

        float Between(float column, float row)
        {
            int left = (int)MathF.Floor(column), top = (int)MathF.Floor(row);
            float right = column - left, bottom = row - top;
            return ((1 - bottom) * (((1 - right) * strengths.At(left, top)) + (right * strengths.At(left + 1, top))))
                + (bottom * (((1 - right) * strengths.At(left, top + 1)) + (right * strengths.At(left + 1, top + 1))));
        }
    }
}
