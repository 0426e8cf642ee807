using Impasto.Imaging;

namespace Impasto.Video.Following;

/// <summary>What the earlier results of a shot say about a frame's result.</summary>
/// <param name="Target">The earlier results, moved to where they belong in the frame.</param>
/// <param name="Reliability">How surely they are seen there, 0 to 1, height x width.</param>
/// <param name="Still">1 where nothing changes, else 0, height x width.</param>
internal sealed record Expectation(Picture Target, float[] Reliability, float[] Still)
{
    // Below it too little is known to compare colours.
    private const double LeastKnown = 0.01;

    /// <summary>Share of the frame that no earlier one shows.</summary>
    public double NewShare { get; } = 1 - Reliability.Average(value => (double)value);

    /// <summary>Share of the frame that stays.</summary>
    public double StillShare { get; } = Still.Average(value => (double)value);

    /// <summary>The target, and another picture where it is not known.</summary>
    public Picture Filled(Picture other)
    {
        int plane = Reliability.Length;
        float[] pixels = new float[3 * plane];
        for (int i = 0; i < pixels.Length; i++)
        {
            float known = Reliability[i % plane];
            pixels[i] = known >= 1
                ? Target.Pixels[i]
                : (known * Target.Pixels[i]) + ((1 - known) * other.Pixels[i]);
        }

        return new Picture(Target.Width, Target.Height, pixels);
    }

    /// <summary>A picture with a share of the target where that is known, and all of it where nothing moves.</summary>
    /// <param name="own">The picture.</param>
    /// <param name="share">The target's share, 0 to 1.</param>
    public Picture Blended(Picture own, float share)
    {
        int plane = Reliability.Length;
        float[] pixels = new float[3 * plane];
        for (int i = 0; i < pixels.Length; i++)
        {
            int k = i % plane;
            float known = Still[k] > 0 ? 1 : share * Reliability[k];
            pixels[i] = known >= 1 ? Target.Pixels[i] : (known * Target.Pixels[i]) + ((1 - known) * own.Pixels[i]);
        }

        return new Picture(own.Width, own.Height, pixels);
    }

    /// <summary>The frame with the mean and the deviation that the target has where it is known.</summary>
    public Picture Toned(Picture frame)
    {
        int plane = Reliability.Length;
        double known = Reliability.Sum(value => (double)value);
        float[] pixels = [.. frame.Pixels];
        if (known < LeastKnown * plane)
            return new Picture(frame.Width, frame.Height, pixels);
        for (int channel = 0; channel < 3; channel++)
        {
            Span<float> values = pixels.AsSpan(channel * plane, plane);
            (double fromMean, double fromDeviation) = Statistics(values, known);
            (double toMean, double toDeviation) = Statistics(Target.Pixels.AsSpan(channel * plane, plane), known);
            double factor = fromDeviation > 0 ? Math.Min(2, toDeviation / fromDeviation) : 1;
            foreach (ref float value in values)
                value = (float)(toMean + (factor * (value - fromMean)));
        }

        return new Picture(frame.Width, frame.Height, pixels);
    }

    private (double Mean, double Deviation) Statistics(ReadOnlySpan<float> values, double known)
    {
        double sum = 0, squares = 0;
        for (int k = 0; k < values.Length; k++)
            sum += Reliability[k] * values[k];
        double mean = sum / known;
        for (int k = 0; k < values.Length; k++)
            squares += Reliability[k] * (values[k] - mean) * (values[k] - mean);
        return (mean, Math.Sqrt(squares / known));
    }
}
