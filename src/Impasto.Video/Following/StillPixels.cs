using Impasto.Imaging;
using Impasto.Video.Flow;

namespace Impasto.Video.Following;

/// <summary>Finds the pixels that do not change, although there may be noise on them.</summary>
/// <remarks>
/// A pixel is still if its flow is short and the 7 x 7 pixels around it have the colours, in the mean, that they had
/// when it was painted last: what changes slowly is noticed as well, and noise is not. In flat parts noise alone makes
/// flows of half a pixel: where most of the frame rests, a pixel whose surroundings differ from before no more than
/// noise makes them differ rests as well, whatever its flow.
/// </remarks>
internal static class StillPixels
{
    private const int Radius = 3;
    private const float LongestFlow = 0.3f;
    private const float MostChange = 1.5f / 255;

    // Below it a pixel may be hidden in the last frame.
    private const float LeastReliability = 0.999f;

    // Share of short flows from which on the camera rests.
    private const double RestingShare = 0.5;

    // The mean square of 147 differences lies a tenth from that of the noise, in a corner a third: three times as
    // much is something else.
    private const float MostNoise = 3;
    private const float Rounding = 0.5f / 255;

    /// <summary>1 for a still pixel, else 0.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="painted">The frames' pixels as they were when they were painted last.</param>
    /// <param name="flow">From the frame to the last one.</param>
    /// <param name="reliability">How surely the last one shows them.</param>
    public static float[] Find(Picture frame, Picture painted, FlowField flow, float[] reliability)
    {
        int plane = reliability.Length;
        float[] still = new float[plane], squares = new float[plane];
        float[][] changes = [.. Enumerable.Range(0, 3).Select(channel => Changes(frame, painted, channel))];
        for (int k = 0; k < plane; k++)
        {
            float u = flow.Horizontal[k], v = flow.Vertical[k];
            bool isAtRest = (u * u) + (v * v) < LongestFlow * LongestFlow;
            still[k] = isAtRest && reliability[k] >= LeastReliability ? 1 : 0;
            squares[k] = changes.Sum(change => change[k] * change[k]);
        }

        AddNoise(still, Neighborhood.Mean(squares, frame.Size, Radius));
        foreach (float[] change in changes)
        {
            float[] mean = Neighborhood.Mean(change, frame.Size, Radius);
            for (int k = 0; k < plane; k++)
            {
                if (!(Math.Abs(mean[k]) < MostChange))
                    still[k] = 0;
            }
        }

        return still;
    }

    private static float[] Changes(Picture frame, Picture painted, int channel)
    {
        int plane = frame.Width * frame.Height;
        float[] change = new float[plane];
        for (int k = 0; k < plane; k++)
            change[k] = frame.Pixels[(channel * plane) + k] - painted.Pixels[(channel * plane) + k];
        return change;
    }

    // What differs no more than the noise on most of the resting pixels rests.
    private static void AddNoise(float[] still, float[] squares)
    {
        float[] resting = [.. squares.Where((_, k) => still[k] > 0)];
        if (resting.Length < RestingShare * still.Length)
            return;
        Array.Sort(resting);
        float most = (MostNoise * resting[resting.Length / 2]) + (3 * Rounding * Rounding);
        for (int k = 0; k < still.Length; k++)
        {
            if (squares[k] <= most)
                still[k] = 1;
        }
    }
}
