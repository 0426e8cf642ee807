namespace Impasto.Training.Data;

/// <summary>A picture in drawing: every shape covers what is there.</summary>
internal sealed class SceneCanvas
{
    private const int Lattice = 64;
    private const int Octaves = 5;

    private readonly int _width;
    private readonly int _height;
    private readonly double[] _pixels;
    private readonly double[] _lattice;
    private readonly Random _random;
    private readonly double _light;

    /// <summary>A black picture.</summary>
    public SceneCanvas(int width, int height, Random random)
    {
        (_width, _height, _random) = (width, height, random);
        _pixels = new double[3 * width * height];
        _lattice = [.. Enumerable.Range(0, Lattice * Lattice).Select(_ => (2 * random.NextDouble()) - 1)];
        _light = random.Next(2) == 0 ? -1 : 1;
    }

    /// <summary>Two colours, from a row to another.</summary>
    public void Gradient(double[] first, double[] last, double top, double bottom)
    {
        Fill(0, top, _width, bottom - top, (_, y, color) =>
        {
            double share = (y - top) / (bottom - top);
            return first[color] + ((last[color] - first[color]) * share);
        });
    }

    /// <summary>White where coarse noise is high.</summary>
    public void Clouds(double amount)
    {
        double scale = 0.01 + (0.02 * _random.NextDouble());
        Change((x, y, value) =>
        {
            double cloud = Math.Clamp((Noise(x * scale, y * scale * 2, Octaves) * 2) + 0.2, 0, 1) * amount;
            return value + ((0.97 - value) * cloud);
        });
    }

    /// <summary>A range of hills down to the lower edge, with rough ground.</summary>
    /// <param name="level">Its mean row.</param>
    /// <param name="size">How far it rises and falls.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="contrast">Of the ground.</param>
    public void Hills(double level, double size, double[] color, double contrast)
    {
        double start = 50 * _random.NextDouble(), pace = 0.008 + (0.02 * _random.NextDouble());
        for (int x = 0; x < _width; x++)
        {
            double top = level + (size * 1.5 * Noise(start + (x * pace), start, Octaves));
            Fill(x, top, 1, _height - top, (px, y, c) =>
                color[c] * (1 + (0.8 * contrast * Noise(px * 0.06, y * 0.12, Octaves))));
        }
    }

    /// <summary>Bright and dark lines that get wider towards the lower edge.</summary>
    public void Waves(double horizon, double contrast) => Fill(0, horizon, _width, _height - horizon, (x, y, c) =>
    {
        double depth = 1 + ((y - horizon) * 0.12);
        return At(x, y, c) * (1 + (2 * contrast * Noise(x * 0.25 / depth, y * 1.2 / depth, 3)));
    });

    /// <summary>An ellipse, shaded like a ball.</summary>
    public void Ball(double x, double y, double width, double height, double[] color, double shade) => Fill(
        x - width, y - height, 2 * width, 2 * height, (px, py, c) =>
        {
            double right = (px - x) / width, down = (py - y) / height, square = (right * right) + (down * down);
            if (square > 1)
                return double.NaN;
            double facing = (0.6 * Math.Sqrt(1 - square)) + (0.35 * _light * right) - (0.35 * down);
            double rough = 1 + (0.3 * shade * Noise(px * 0.15, py * 0.15, 4));
            return color[c] * rough * (1 - (shade * 0.7) + (shade * facing));
        });

    /// <summary>A rectangle, darker on one side.</summary>
    public void Box(double x, double y, double width, double height, double[] color, double shade) => Fill(
        x, y, width, height, (px, py, c) =>
            color[c] * (1 + (0.3 * shade * Noise(px * 0.2, py * 0.2, 4)))
            * (1 - (shade * 0.4 * (0.5 - (_light * (((px - x) / width) - 0.5))))));

    /// <summary>A triangle with a point above.</summary>
    public void Triangle(double x, double top, double half, double height, double[] color) => Fill(
        x - half, top, 2 * half, height, (px, py, c) =>
            Math.Abs(px - x) > half * (py - top) / height
                ? double.NaN
                : color[c] * (px * _light > x * _light ? 1 : 0.8));

    /// <summary>The picture as bytes, with fine noise as a camera's.</summary>
    public TrainingImage Finish()
    {
        double grain = 0.03 * _random.NextDouble(), exposure = 0.8 + (0.4 * _random.NextDouble());
        byte[] bytes = new byte[_pixels.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            double value = (_pixels[i] * exposure) + (grain * ((2 * _random.NextDouble()) - 1));
            bytes[i] = (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
        }

        return new TrainingImage(_width, _height, bytes);
    }

    private double At(double x, double y, int color) => _pixels[(((((int)y * _width) + (int)x) * 3) + color)];

    private void Change(Func<int, int, double, double> change)
    {
        for (int i = 0; i < _pixels.Length; i++)
            _pixels[i] = change(i / 3 % _width, i / 3 / _width, _pixels[i]);
    }

    // Pixels of a rectangle; NaN leaves one as it is.
    private void Fill(double left, double top, double width, double height, Func<double, double, int, double> color)
    {
        for (int y = Math.Max(0, (int)top); y < Math.Min(_height, (int)(top + height)); y++)
        {
            for (int x = Math.Max(0, (int)left); x < Math.Min(_width, (int)(left + width) + 1); x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    double value = color(x, y, c);
                    if (!double.IsNaN(value))
                        _pixels[(((y * _width) + x) * 3) + c] = value;
                }
            }
        }
    }

    // Value noise of several octaves, about -1 to 1 (Perlin, "An image synthesizer", 1985, for sums of octaves).
    private double Noise(double x, double y, int octaves)
    {
        double sum = 0, size = 0.5;
        for (int i = 0; i < octaves; i++, size /= 2)
        {
            sum += size * Smooth(x, y);
            (x, y) = ((2 * x) + 17.3, (2 * y) + 5.7);
        }

        return sum;
    }

    private double Smooth(double x, double y)
    {
        double column = Math.Floor(x), row = Math.Floor(y), right = Ease(x - column), down = Ease(y - row);
        double above = Between(Node(column, row), Node(column + 1, row), right);
        double below = Between(Node(column, row + 1), Node(column + 1, row + 1), right);
        return Between(above, below, down);
    }

    private double Node(double column, double row) =>
        _lattice[(((int)row & (Lattice - 1)) * Lattice) + ((int)column & (Lattice - 1))];

    private static double Ease(double share) => share * share * (3 - (2 * share));

    private static double Between(double first, double second, double share) => first + ((second - first) * share);
}
