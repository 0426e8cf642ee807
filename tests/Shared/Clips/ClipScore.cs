using Impasto.Imaging;
using Impasto.Video.Flow;

namespace Impasto.Tests.Clips;

/// <summary>How steady and how sharp a clip is.</summary>
internal static class ClipScore
{
    /// <summary>
    /// Mean squared distance of each frame to the next one, moved back by the exact flow, where that shows it: values
    /// in 0 to 1. Source: Lai et al., "Learning Blind Video Temporal Consistency", ECCV 2018, equation 8.
    /// </summary>
    public static double WarpingError(
        IReadOnlyList<Picture> frames, Func<int, (FlowField Flow, bool[] Hidden)> truth) =>
        Enumerable.Range(0, frames.Count - 1).Average(number =>
        {
            (FlowField flow, bool[] hidden) = truth(number);
            Picture moved = FlowWarp.Apply(frames[number + 1], flow);
            double sum = 0;
            int count = 0;
            for (int i = 0; i < moved.Pixels.Length; i++)
            {
                if (hidden[i % hidden.Length])
                    continue;
                double difference = frames[number].Pixels[i] - moved.Pixels[i];
                sum += difference * difference;
                count++;
            }

            return sum / count;
        });

    /// <summary>Mean of the absolute differences of neighbours in a row.</summary>
    public static double Sharpness(Picture picture)
    {
        double sum = 0;
        for (int i = 1; i < picture.Pixels.Length; i++)
            sum += i % picture.Width == 0 ? 0 : Math.Abs(picture.Pixels[i] - picture.Pixels[i - 1]);
        return sum / picture.Pixels.Length;
    }

    /// <summary>Mean absolute difference in levels of 255.</summary>
    public static double Levels(Picture one, Picture other) =>
        255 * one.Pixels.Zip(other.Pixels, (a, b) => Math.Abs((double)a - b)).Average();

    /// <summary>How much the mean of a colour differs at most, in levels of 255.</summary>
    public static double Drift(Picture one, Picture other) => Enumerable.Range(0, 3).Max(channel =>
    {
        int plane = one.Width * one.Height;
        return 255 * Math.Abs(
            one.Pixels.Skip(channel * plane).Take(plane).Average(value => (double)value)
            - other.Pixels.Skip(channel * plane).Take(plane).Average(value => (double)value));
    });
}
