using Impasto.Imaging;

namespace Impasto.Video.Flow;

/// <summary>Draws a flow for people: the hue shows the direction, the strength of colour the length.</summary>
/// <remarks>
/// White is no motion. The hue goes round once with the direction, red to the right, yellow down, blue-violet up, with
/// as many steps between two colours as the eye tells apart. Unknown flow is black. Source: the colour wheel of Baker
/// et al., "A Database and Evaluation Methodology for Optical Flow", IJCV 2011, section 3.2.
/// </remarks>
public static class FlowColors
{
    // Colours at the ends of six arcs and how much of the circle each arc takes: 15, 6, 4, 11, 13 and 6 of 55.
    private static readonly (double At, double Red, double Green, double Blue)[] s_wheel =
    [
        (0, 1, 0, 0), (15 / 55.0, 1, 1, 0), (21 / 55.0, 0, 1, 0), (25 / 55.0, 0, 1, 1), (36 / 55.0, 0, 0, 1),
        (49 / 55.0, 1, 0, 1), (1, 1, 0, 0),
    ];

    /// <summary>Draws a flow.</summary>
    /// <param name="flow">The flow; NaN is drawn black.</param>
    /// <param name="full">
    /// Length in pixels that is drawn in full colour; longer displacements are drawn darker. Null (the default) takes
    /// the longest one, 1 at least.
    /// </param>
    /// <returns>An opaque picture of the flow's size.</returns>
    public static Picture Draw(FlowField flow, double? full = null)
    {
        ArgumentNullException.ThrowIfNull(flow);
        double scale = 1 / (full ?? Math.Max(1, Longest(flow)));
        int plane = flow.Horizontal.Length;
        float[] pixels = new float[3 * plane];
        for (int k = 0; k < plane; k++)
        {
            (pixels[k], pixels[plane + k], pixels[(2 * plane) + k]) =
                Color(flow.Horizontal[k] * scale, flow.Vertical[k] * scale);
        }

        return new Picture(flow.Width, flow.Height, pixels);
    }

    private static double Longest(FlowField flow)
    {
        double longest = 0;
        for (int k = 0; k < flow.Horizontal.Length; k++)
        {
            double length = Math.Sqrt(
                ((double)flow.Horizontal[k] * flow.Horizontal[k]) + ((double)flow.Vertical[k] * flow.Vertical[k]));
            // Comparisons with NaN are false: unknown flow does not count.
            if (length > longest)
                longest = length;
        }

        return longest;
    }

    private static (float Red, float Green, float Blue) Color(double u, double v)
    {
        double length = Math.Sqrt((u * u) + (v * v));
        if (!double.IsFinite(length))
            return (0, 0, 0);
        double turn = Math.Atan2(v, u) / (2 * Math.PI);
        (double red, double green, double blue) = Hue(turn < 0 ? turn + 1 : turn);
        return (Shade(red), Shade(green), Shade(blue));

        float Shade(double hue) => (float)(length <= 1 ? 1 - (length * (1 - hue)) : 0.75 * hue);
    }

    private static (double Red, double Green, double Blue) Hue(double turn)
    {
        int arc = 0;
        while (arc < s_wheel.Length - 2 && turn >= s_wheel[arc + 1].At)
            arc++;
        var (start, end) = (s_wheel[arc], s_wheel[arc + 1]);
        double share = (turn - start.At) / (end.At - start.At);
        return (Mix(start.Red, end.Red), Mix(start.Green, end.Green), Mix(start.Blue, end.Blue));

        double Mix(double from, double to) => from + (share * (to - from));
    }
}
