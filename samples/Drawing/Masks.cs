using SkiaSharp;

namespace Impasto.Samples.Drawing;

/// <summary>Regions of the sample photographs: a mask of the cat, and a map of the rocket's picture.</summary>
internal static class Masks
{
    /// <summary>The cat is white, the background black; 451 x 300 as cat.jpg.</summary>
    public static SKSurface Cat()
    {
        SKSurface surface = Fill(451, 300, SKColors.Black);
        Polygon(surface.Canvas, SKColors.White,
            (38, -1), (402, -1), (386, 38), (362, 75), (368, 130), (345, 185), (330, 215), (368, 255), (388, 301),
            (-1, 301), (-1, 136), (28, 116), (38, 70));
        return surface;
    }

    /// <summary>Sky in blue, ground in green, rocket in red; 640 x 427 as rocket.jpg.</summary>
    public static SKSurface Rocket()
    {
        SKSurface surface = Fill(640, 427, SKColors.Blue);
        Polygon(surface.Canvas, new SKColor(0, 255, 0), (-1, 372), (641, 372), (641, 428), (-1, 428));
        Polygon(surface.Canvas, SKColors.Red,
            (321, 124), (334, 142), (335, 178), (340, 182), (342, 350), (360, 410), (282, 410), (300, 350), (303, 182),
            (308, 178), (309, 142));
        return surface;
    }

    private static SKSurface Fill(int width, int height, SKColor colour)
    {
        SKSurface surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(colour);
        return surface;
    }

    private static void Polygon(SKCanvas canvas, SKColor colour, params (float X, float Y)[] points)
    {
        using var path = new SKPath();
        path.AddPoly([.. points.Select(point => new SKPoint(point.X, point.Y))]);
        using var paint = new SKPaint { Color = colour, IsAntialias = false };
        canvas.DrawPath(path, paint);
    }
}
