using Impasto.Imaging;

namespace Impasto.Bench.Quality.Judging;

/// <summary>
/// Detail of few pixels that neither picture has: grain where the photograph is flat, and fringes of colour.
/// </summary>
/// <remarks>
/// Fine detail of a channel V of Oklab is V - V blurred with deviation 1.5 pixels. Flat parts of a picture are the 30 %
/// of its pixels where lightness, blurred with deviation 2, changes least from pixel to pixel on average over a
/// Gaussian of deviation 4. In steps of 1/255, with rms the root mean square,
/// <code>
/// grain   = max(0, rms of fine lightness of the result in the photograph's flat parts
///                  - the larger of that of the photograph there and of the painting in its own flat parts)
/// fringes = max(0, rms of fine (a, b) of the result - the larger of that of the photograph and of the painting)
/// </code>
/// </remarks>
internal static class FineDetail
{
    private const double FlatShare = 0.3;
    private const double Fine = 1.5;

    public static double Grain(Picture result, Picture photograph, Picture painting)
    {
        Plane photo = Plane.LightnessOf(photograph), paint = Plane.LightnessOf(painting);
        int[] flat = Flat(photo);
        double own = Math.Max(Roughness(photo, flat), Roughness(paint, Flat(paint)));
        return 255 * Math.Max(0, Roughness(Plane.LightnessOf(result), flat) - own);
    }

    public static double Fringes(Picture result, Picture photograph, Picture painting) =>
        255 * Math.Max(0, Colour(result) - Math.Max(Colour(photograph), Colour(painting)));

    private static double Colour(Picture picture)
    {
        var planes = OklabPlanes.Of(picture);
        int[] all = [.. Enumerable.Range(0, planes.A.Values.Length)];
        return Math.Sqrt(Math.Pow(Roughness(planes.A, all), 2) + Math.Pow(Roughness(planes.B, all), 2));
    }

    private static double Roughness(Plane plane, int[] places)
    {
        float[] detail = plane.Less(plane.Smooth(Fine)).Values;
        return Math.Sqrt(places.Average(at => (double)detail[at] * detail[at]));
    }

    private static int[] Flat(Plane lightness)
    {
        Plane soft = lightness.Smooth(2);
        float[] changes = new float[soft.Values.Length];
        for (int i = 0; i < changes.Length; i++)
        {
            int x = i % soft.Width, y = i / soft.Width;
            changes[i] = MathF.Abs(soft.At(x + 1, y) - soft.At(x - 1, y))
                + MathF.Abs(soft.At(x, y + 1) - soft.At(x, y - 1));
        }

        float[] activity = new Plane(soft.Width, soft.Height, changes).Smooth(4).Values;
        int[] places = [.. Enumerable.Range(0, activity.Length)];
        Array.Sort([.. activity], places);
        return places[..Math.Max(1, (int)(FlatShare * places.Length))];
    }
}
