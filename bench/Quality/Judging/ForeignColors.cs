using Impasto.Imaging;

namespace Impasto.Bench.Quality.Judging;

/// <summary>Share of the result's pixels whose colour is near none of the photograph's or the painting's.</summary>
/// <remarks>
/// Both pictures' colours are counted in cells of Oklab, 0.05 of lightness and 0.02 of a and b wide. A cell
/// with a pixel allows the cells around it, up to (dL / 0.1)^2 + (da^2 + db^2) / 0.04^2 = 1: mixtures of neighbouring
/// colours and a change of light are no new colours, another hue is.
/// </remarks>
internal static class ForeignColors
{
    private const int Lightness = 21;
    private const int Side = 41;
    private const double LightCell = 0.05;
    private const double ColourCell = 0.02;
    private const double LightReach = 0.1;
    private const double ColourReach = 0.04;

    public static double Share(Picture result, Picture photograph, Picture painting)
    {
        bool[] allowed = new bool[Lightness * Side * Side];
        foreach (Picture picture in new[] { photograph, painting })
        {
            foreach (int cell in Cells(picture).Distinct())
                Allow(allowed, cell);
        }

        return Cells(result).Count(cell => !allowed[cell]) / (double)(result.Width * result.Height);
    }

    private static void Allow(bool[] allowed, int cell)
    {
        (int light, int a, int b) = (cell / (Side * Side), cell / Side % Side, cell % Side);
        foreach ((int up, int right, int down) in Around)
        {
            if (IsInside(light + up, Lightness) && IsInside(a + right, Side) && IsInside(b + down, Side))
                allowed[((((light + up) * Side) + a + right) * Side) + b + down] = true;
        }

        static bool IsInside(int at, int count) => at >= 0 && at < count;
    }

    private static (int Light, int A, int B)[] Around { get; } = [.. from light in Enumerable.Range(-2, 5)
                                                                    from a in Enumerable.Range(-2, 5)
                                                                    from b in Enumerable.Range(-2, 5)
                                                                    where Distance(light, a, b) <= 1
                                                                    select (light, a, b)];

    private static double Distance(int light, int a, int b) =>
        Math.Pow(light * LightCell / LightReach, 2) + (((a * a) + (b * b)) * Math.Pow(ColourCell / ColourReach, 2));

    private static IEnumerable<int> Cells(Picture picture)
    {
        var planes = OklabPlanes.Of(picture);
        return Enumerable.Range(0, picture.Width * picture.Height).Select(i =>
            (((Cell(planes.Lightness.Values[i] / LightCell, Lightness) * Side)
                + Cell((planes.A.Values[i] / ColourCell) + (Side / 2), Side)) * Side)
                + Cell((planes.B.Values[i] / ColourCell) + (Side / 2), Side));

        static int Cell(double value, int count) => Math.Clamp((int)Math.Round(value), 0, count - 1);
    }
}
