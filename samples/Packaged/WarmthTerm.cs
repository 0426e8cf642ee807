using Impasto.Losses;
using Impasto.Storage;

namespace Impasto.Samples.Packaged;

/// <summary>A term of one's own over pixels: how far the picture's warmth is from a wanted one.</summary>
/// <remarks>
/// With the mean red r, the mean blue b and the wanted warmth t: E = (r - b - t)^2, dE/dred = 2 (r - b - t) / n and
/// dE/dblue = -2 (r - b - t) / n for each of n pixels.
/// </remarks>
/// <param name="weight">The term's weight, 0 or more.</param>
/// <param name="warmth">The wanted difference of mean red and mean blue, -1 to 1.</param>
internal sealed class WarmthTerm(double weight, double warmth) : IPixelTerm
{
    public string Name => "warmth";

    public double Weight { get; } = weight;

    public double Evaluate(PixelContext context)
    {
        // Three planes: red, green, blue.
        int pixels = checked((int)context.Size.Pixels);
        double error = Mean(context.Pixels, 0, pixels) - Mean(context.Pixels, 2, pixels) - warmth;
        float slope = (float)(context.Weight * 2 * error / pixels);
        Add(context.Gradient, 0, pixels, slope);
        Add(context.Gradient, 2, pixels, -slope);
        return error * error;
    }

    private static double Mean(PixelBuffer buffer, int plane, int pixels) => Values(buffer, plane, pixels).Average();

    private static void Add(PixelBuffer gradient, int plane, int pixels, float slope)
    {
        float[] values = Values(gradient, plane, pixels);
        for (int i = 0; i < values.Length; i++)
            values[i] += slope;
        gradient.Write((long)plane * pixels, values);
    }

    private static float[] Values(PixelBuffer buffer, int plane, int pixels)
    {
        float[] values = new float[pixels];
        buffer.Read((long)plane * pixels, values);
        return values;
    }
}
