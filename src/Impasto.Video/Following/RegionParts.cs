using Impasto.Imaging;
using Impasto.Video.Flow;

namespace Impasto.Video.Following;

/// <summary>The parts of a clip's frames that are painted differently, the same in every frame.</summary>
/// <param name="weights">The weight of each part at each pixel, 0 to 1; their sum is 1.</param>
/// <param name="size">The frames' size.</param>
internal sealed class RegionParts(IReadOnlyList<float[]> weights, PictureSize size)
{
    /// <summary>The parts of regions; null if there are none.</summary>
    /// <param name="regions">The regions; where they overlap, the first counts.</param>
    /// <param name="size">The frames' size.</param>
    public static RegionParts? Of(IReadOnlyList<StylizeRegion> regions, PictureSize size)
    {
        if (regions.Count == 0)
            return null;
        float[] rest = new float[size.Width * size.Height];
        rest.AsSpan().Fill(1);
        List<float[]> parts = [rest];
        foreach (StylizeRegion region in regions)
        {
            float[] part = [.. region.Mask.Resize(size.Width, size.Height).Values];
            for (int k = 0; k < rest.Length; k++)
            {
                part[k] *= rest[k];
                rest[k] -= part[k];
            }

            parts.Add(part);
        }

        return new RegionParts(parts, size);
    }

    /// <summary>Makes pixels unknown that come from another part: they are painted differently there.</summary>
    /// <param name="flow">From a frame to the one before.</param>
    /// <param name="known">How surely the one before shows each pixel.</param>
    public void Part(FlowField flow, float[] known)
    {
        for (int k = 0; k < known.Length; k++)
        {
            float u = flow.Horizontal[k], v = flow.Vertical[k];
            if (!float.IsFinite(u) || !float.IsFinite(v))
                continue;
            int x = (int)Math.Clamp(MathF.Round((k % size.Width) + u), 0, size.Width - 1),
                y = (int)Math.Clamp(MathF.Round((k / size.Width) + v), 0, size.Height - 1);
            int from = (y * size.Width) + x;
            float same = 0;
            foreach (float[] part in weights)
                same += Math.Min(part[k], part[from]);
            known[k] *= Math.Clamp(same, 0, 1);
        }
    }
}
