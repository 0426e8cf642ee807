namespace Impasto.Optimization;

/// <summary>The content where it is left alone: what is optimised, z, is seen as k content + (1 - k) z.</summary>
/// <param name="content">The content as a point of the optimisation, 3 x height x width.</param>
/// <param name="kept">k of each pixel, 0 to 1, height x width.</param>
internal sealed class KeptContent(float[] content, float[] kept)
{
    /// <summary>k content + (1 - k) z.</summary>
    public float[] Compose(float[] point)
    {
        float[] seen = new float[point.Length];
        for (int i = 0; i < seen.Length; i++)
        {
            float share = kept[i % kept.Length];
            seen[i] = share >= 1 ? content[i] : (share * content[i]) + ((1 - share) * point[i]);
        }

        return seen;
    }

    /// <summary>From the derivative by what is seen to that by z.</summary>
    public void Reduce(float[] gradient)
    {
        for (int i = 0; i < gradient.Length; i++)
            gradient[i] *= 1 - kept[i % kept.Length];
    }
}
