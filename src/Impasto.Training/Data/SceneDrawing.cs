namespace Impasto.Training.Data;

/// <summary>Draws scenes for a training without photographs.</summary>
/// <remarks>
/// Landscapes, seas, streets, faces and still lifes of plain shapes, with light from one side and noise of several
/// coarsenesses on them. They have the large forms and the range of contrasts of photographs, not their detail.
/// </remarks>
internal static class SceneDrawing
{
    private const int Width = 320, Height = 240, Scenes = 80;

    /// <summary>All scenes; every seed gives others.</summary>
    public static IReadOnlyList<TrainingImage> All(int seed) =>
        [.. Enumerable.Range(0, Scenes).Select(i => Draw(new Random(CropSampler.HashSeed(seed, i)), i % 5))];

    private static TrainingImage Draw(Random random, int kind)
    {
        var canvas = new SceneCanvas(Width, Height, random);
        switch (kind)
        {
            case 0:
                Landscape(canvas, random);
                break;
            case 1:
                Sea(canvas, random);
                break;
            case 2:
                Street(canvas, random);
                break;
            case 3:
                Face(canvas, random);
                break;
            default:
                StillLife(canvas, random);
                break;
        }

        return canvas.Finish();
    }

    private static void Landscape(SceneCanvas canvas, Random random)
    {
        canvas.Gradient(Color(random, 0.5, 0.9), Color(random, 0.7, 1), 0, Height);
        canvas.Clouds(0.3 + (0.5 * random.NextDouble()));
        int ranges = 2 + random.Next(4);
        for (int i = 0; i < ranges; i++)
        {
            double near = (i + 1.0) / ranges;
            double[] ground = Color(random, 0.15, 0.7 - (0.3 * near));
            canvas.Hills(Height * (0.35 + (0.5 * near)), 40 * (1.3 - near), ground, near);
        }

        for (int i = random.Next(25); i > 0; i--)
        {
            double y = Height * (0.7 + (0.28 * random.NextDouble())), x = Width * random.NextDouble();
            double size = 6 + (26 * random.NextDouble());
            canvas.Box(x - (size / 10), y - size, size / 5, size, Color(random, 0.1, 0.35), 0.3);
            canvas.Ball(x, y - (1.2 * size), size * 0.6, size * 0.8, Color(random, 0.1, 0.6), 0.9);
        }
    }

    private static void Sea(SceneCanvas canvas, Random random)
    {
        double horizon = Height * (0.3 + (0.35 * random.NextDouble()));
        canvas.Gradient(Color(random, 0.3, 0.9), Color(random, 0.6, 1), 0, horizon);
        canvas.Clouds(random.NextDouble());
        double size = 6 + (18 * random.NextDouble());
        canvas.Ball(
            Width * random.NextDouble(), horizon * random.NextDouble(), size, size, Color(random, 0.8, 1), 0);
        canvas.Gradient(Color(random, 0.3, 0.8), Color(random, 0.05, 0.4), horizon, Height);
        canvas.Waves(horizon, 0.1 + (0.3 * random.NextDouble()));
        for (int i = random.Next(4); i > 0; i--)
        {
            double x = Width * random.NextDouble(), y = horizon + (0.5 * (Height - horizon) * random.NextDouble());
            double length = 10 + (y - horizon);
            canvas.Triangle(x, y - (1.6 * length), 0.5 * length, 1.5 * length, Color(random, 0.6, 1));
            canvas.Box(x - (0.6 * length), y - (0.15 * length), 1.2 * length, 0.3 * length, Color(random, 0, 0.5), 0.4);
        }
    }

    private static void Street(SceneCanvas canvas, Random random)
    {
        canvas.Gradient(Color(random, 0.4, 0.9), Color(random, 0.7, 1), 0, Height * 0.8);
        canvas.Gradient(Color(random, 0.3, 0.6), Color(random, 0.2, 0.5), Height * 0.8, Height);
        for (double x = -20; x < Width;)
        {
            double width = 25 + (50 * random.NextDouble()), height = Height * (0.25 + (0.5 * random.NextDouble()));
            double top = (Height * 0.85) - height;
            double[] wall = Color(random, 0.2, 0.9), pane = Color(random, 0, 0.9);
            canvas.Box(x, top, width, height, wall, 0.5);
            if (random.Next(2) == 0)
                canvas.Triangle(x + (width / 2), top - 25, width / 2, 25, Color(random, 0.2, 0.6));
            double pitch = 9 + (8 * random.NextDouble());
            for (double y = top + 5; y < (Height * 0.85) - pitch; y += pitch * 1.4)
            {
                for (double inside = x + 4; inside < x + width - 6; inside += pitch)
                    canvas.Box(inside, y, pitch * 0.5, pitch * 0.8, pane, 0.1);
            }

            x += width + (random.Next(3) * 4);
        }
    }

    private static void Face(SceneCanvas canvas, Random random)
    {
        canvas.Gradient(Color(random, 0.1, 0.8), Color(random, 0.1, 0.8), 0, Height);
        canvas.Clouds(0.3 * random.NextDouble());
        double x = Width * (0.35 + (0.3 * random.NextDouble())), y = Height * (0.4 + (0.15 * random.NextDouble()));
        double size = 40 + (35 * random.NextDouble());
        double warm = 0.35 + (0.5 * random.NextDouble());
        double[] skin = [warm, warm * 0.78, warm * 0.62], hair = Color(random, 0, 0.6), iris = Color(random, 0, 0.4);
        canvas.Ball(x, y + (2.3 * size), 1.7 * size, 1.3 * size, Color(random, 0.1, 0.9), 0.6);
        canvas.Ball(x, y - (0.25 * size), 1.05 * size, 1.25 * size, hair, 0.7);
        canvas.Box(x - (0.3 * size), y + (0.7 * size), 0.6 * size, 0.7 * size, skin, 0.7);
        canvas.Ball(x, y, 0.8 * size, 1.1 * size, skin, 0.8);
        foreach (double side in (double[])[-0.33, 0.33])
        {
            canvas.Ball(x + (side * size), y - (0.15 * size), 0.16 * size, 0.08 * size, [0.9, 0.9, 0.88], 0);
            canvas.Ball(x + (side * size), y - (0.15 * size), 0.07 * size, 0.07 * size, iris, 0);
            canvas.Box(x + (side * size) - (0.2 * size), y - (0.36 * size), 0.4 * size, 0.06 * size, hair, 0);
        }

        canvas.Triangle(x, y - (0.05 * size), 0.12 * size, 0.35 * size, [skin[0] * 0.8, skin[1] * 0.75, skin[2] * 0.7]);
        canvas.Ball(x, y + (0.6 * size), 0.28 * size, 0.08 * size, [0.65, 0.25, 0.25], 0);
    }

    private static void StillLife(SceneCanvas canvas, Random random)
    {
        double table = Height * (0.45 + (0.2 * random.NextDouble()));
        canvas.Gradient(Color(random, 0.1, 0.7), Color(random, 0.1, 0.7), 0, table);
        canvas.Gradient(Color(random, 0.3, 0.9), Color(random, 0.2, 0.7), table, Height);
        int things = 4 + random.Next(9);
        for (int i = 0; i < things; i++)
        {
            double y = table + ((Height - table) * 0.8 * i / things), x = Width * random.NextDouble();
            double size = 12 + (26 * random.NextDouble());
            canvas.Ball(x + (size * 0.4), y + (size * 0.75), size * 1.1, size * 0.25, [0.08, 0.07, 0.08], 0);
            if (random.Next(3) == 0)
                canvas.Box(x - (size / 2), y - (size * 1.4), size, size * 2.2, Color(random, 0.2, 0.95), 0.9);
            else
                canvas.Ball(x, y, size, size * (0.8 + (0.4 * random.NextDouble())), Color(random, 0.2, 0.95), 1);
        }
    }

    private static double[] Color(Random random, double least, double most)
    {
        double light = least + ((most - least) * random.NextDouble());
        return [.. Enumerable.Range(0, 3).Select(_ => Math.Clamp(light + (0.5 * (random.NextDouble() - 0.5)), 0, 1))];
    }
}
