using Impasto.Imaging;
using Impasto.Video.Flow;

namespace Impasto.Tests.Clips;

/// <summary>
/// Two layers in motion, a background and a flower before it, rendered at any time with the exact flow and what is
/// hidden.
/// </summary>
/// <param name="size">Columns and rows of the frames.</param>
/// <param name="background">What lies behind.</param>
/// <param name="foreground">What the flower is made of.</param>
internal sealed class LayeredScene(PictureSize size, Texture background, Texture foreground)
{
    private const int PetalCount = 5;

    /// <summary>Columns and rows of the frames.</summary>
    public PictureSize Size { get; } = size;

    /// <summary>How the background moves.</summary>
    public Motion Back { get; init; } = new(size.Width / 2.0, size.Height / 2.0);

    /// <summary>How the flower moves; its centre is the motion's.</summary>
    public Motion Front { get; init; } = new(size.Width / 2.0, size.Height / 2.0);

    /// <summary>Mean radius of the flower in pixels; 0 for no flower.</summary>
    public double Radius { get; init; } = 0.22 * size.Height;

    /// <summary>
    /// The scene of the flow's bars. Time 1 is a mean motion of about 2.5 pixels in a frame of 512 x 384: background
    /// zoom 0.6 %, turn 0.23 degrees, shift 1.9 pixels; the flower moves 5.9 pixels.
    /// </summary>
    public static LayeredScene Bars(PictureSize size, Texture background, Texture foreground) =>
        new(size, background, foreground)
        {
            Back = new Motion(size.Width / 2.0, size.Height / 2.0)
            {
                ShiftX = 1.7, ShiftY = 0.85, Turn = 0.23, Zoom = 1.006,
            },
            Front = new Motion(0.42 * size.Width, 0.55 * size.Height) { ShiftX = 5.1, ShiftY = -3, Turn = 0.3 },
        };

    /// <summary><see cref="Bars(PictureSize, Texture, Texture)"/> with painted textures.</summary>
    public static LayeredScene Bars(PictureSize size, int seed = 1) =>
        Bars(size, Texture.Landscape(size, seed), Texture.Petals(size, seed + 1));

    /// <summary>The frame at a time.</summary>
    public Picture Frame(double time)
    {
        int plane = Size.Width * Size.Height;
        float[] pixels = new float[3 * plane];
        for (int k = 0; k < plane; k++)
        {
            int x = k % Size.Width, y = k / Size.Width;
            float cover = (float)Cover(x, y, time);
            (double backX, double backY) = Back.Material(x, y, time);
            (double frontX, double frontY) = Front.Material(x, y, time);
            (float red, float green, float blue) = cover < 1 ? background.At(backX, backY) : default;
            (float red, float green, float blue) petal = cover > 0 ? foreground.At(frontX, frontY) : default;
            pixels[k] = red + (cover * (petal.red - red));
            pixels[plane + k] = green + (cover * (petal.green - green));
            pixels[(2 * plane) + k] = blue + (cover * (petal.blue - blue));
        }

        return new Picture(Size.Width, Size.Height, pixels);
    }

    /// <summary>Where each pixel of the frame at one time is at another one.</summary>
    public FlowField Flow(double from, double to)
    {
        FlowField flow = new(Size.Width, Size.Height);
        for (int k = 0; k < flow.Horizontal.Length; k++)
        {
            int x = k % Size.Width, y = k / Size.Width;
            (double column, double row) = Follow(x, y, from, to);
            (flow.Horizontal[k], flow.Vertical[k]) = ((float)(column - x), (float)(row - y));
        }

        return flow;
    }

    /// <summary>Which pixels of the frame at one time are not seen at another one: covered, or out of the
    /// frame.</summary>
    public bool[] Hidden(double from, double to)
    {
        bool[] hidden = new bool[Size.Width * Size.Height];
        for (int k = 0; k < hidden.Length; k++)
        {
            int x = k % Size.Width, y = k / Size.Width;
            (double column, double row) = Follow(x, y, from, to);
            bool isOut = column < -0.5 || row < -0.5 || column > Size.Width - 0.5 || row > Size.Height - 0.5;
            hidden[k] = isOut || (!IsFront(x, y, from) && IsFront(column, row, to));
        }

        return hidden;
    }

    private (double X, double Y) Follow(double x, double y, double from, double to)
    {
        Motion motion = IsFront(x, y, from) ? Front : Back;
        (double materialX, double materialY) = motion.Material(x, y, from);
        return motion.Place(materialX, materialY, to);
    }

    private bool IsFront(double x, double y, double time) => Cover(x, y, time) > 0.5;

    // How much of a pixel the flower covers: an edge of one pixel.
    private double Cover(double x, double y, double time)
    {
        if (Radius == 0)
            return 0;
        (double column, double row) = Front.Material(x, y, time);
        double dx = column - Front.CenterX, dy = row - Front.CenterY;
        double edge = Radius * (1 + (0.22 * Math.Cos(PetalCount * Math.Atan2(dy, dx))));
        return Math.Clamp(edge - Math.Sqrt((dx * dx) + (dy * dy)) + 0.5, 0, 1);
    }
}
