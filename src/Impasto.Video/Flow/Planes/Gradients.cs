using System.Numerics;

namespace Impasto.Video.Flow.Planes;

/// <summary>Central differences of a plane whose border is filled.</summary>
internal static class Gradients
{
    /// <summary>dx = (p(x + 1) - p(x - 1)) / 2, dy = (p(y + 1) - p(y - 1)) / 2 for some rows.</summary>
    public static void Rows(BorderedPlane source, BorderedPlane across, BorderedPlane down, int from, int to)
    {
        Across(source, across, from, to);
        Down(source, down, from, to);
    }

    public static void Across(BorderedPlane source, BorderedPlane across, int from, int to)
    {
        float[] p = source.Values;
        for (int y = from; y < to; y++)
        {
            int start = source.Start(y);
            for (int k = start; k < start + source.Width; k += Vector<float>.Count)
            {
                (0.5f * (new Vector<float>(p, k + 1) - new Vector<float>(p, k - 1))).CopyTo(across.Values, k);
            }
        }
    }

    public static void Down(BorderedPlane source, BorderedPlane down, int from, int to)
    {
        float[] p = source.Values;
        int stride = source.Stride;
        for (int y = from; y < to; y++)
        {
            int start = source.Start(y);
            for (int k = start; k < start + source.Width; k += Vector<float>.Count)
            {
                (0.5f * (new Vector<float>(p, k + stride) - new Vector<float>(p, k - stride))).CopyTo(down.Values, k);
            }
        }
    }
}
