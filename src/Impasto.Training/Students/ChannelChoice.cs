namespace Impasto.Training.Students;

/// <summary>Chooses the channels of a teacher's layer that explain most of all of them.</summary>
/// <remarks>
/// Source: He, Zhang and Sun, "Channel pruning for accelerating very deep neural networks", ICCV 2017. Differs from the
/// paper: channels are chosen greedily by second moments instead of by the lasso.
/// </remarks>
internal static class ChannelChoice
{
    /// <summary>Share of a layer's mean square below which a channel counts as dead.</summary>
    public const double LeastShare = 1e-4;

    /// <summary>
    /// The live channels of the teacher's first part, and if there is room, others that explain most. If the first part
    /// alone is too large, only channels of it: the second part's would displace what the deep layers need.
    /// </summary>
    /// <param name="second">E[f f^T], C x C; not changed.</param>
    /// <param name="channels">C.</param>
    /// <param name="first">Channels of the first part; 0 if there is only one part.</param>
    /// <param name="count">Number of channels to choose.</param>
    public static int[] Choose(double[] second, int channels, int first, int count)
    {
        int[] live = Live(second, channels, first);
        if (live.Length <= count)
            return MostExplaining(second, channels, Math.Min(count, channels), live);
        double[] own =
            [.. Enumerable.Range(0, first * first).Select(i => second[(i / first * channels) + (i % first)])];
        return MostExplaining(own, first, count, []);
    }

    /// <summary>Channels in an order in which each explains most of what those before it leave unexplained.</summary>
    /// <param name="second">E[f f^T], C x C; not changed.</param>
    /// <param name="channels">C.</param>
    /// <param name="count">Number of channels to choose.</param>
    /// <param name="first">Channels that are taken before all others.</param>
    public static int[] MostExplaining(double[] second, int channels, int count, IReadOnlyList<int> first)
    {
        double[] rest = [.. second];
        var chosen = new List<int>();
        double smallest = 1e-9 * Enumerable.Range(0, channels).Sum(i => second[(i * channels) + i]) / channels;
        while (chosen.Count < count)
        {
            int best = chosen.Count < first.Count
                ? first[chosen.Count]
                : Enumerable.Range(0, channels).Where(channel => !chosen.Contains(channel)).MaxBy(Explained);
            chosen.Add(best);
            if (rest[(best * channels) + best] > smallest)
                Remove(rest, channels, best);
        }

        return [.. chosen];

        double Explained(int channel)
        {
            double pivot = rest[(channel * channels) + channel], sum = 0;
            for (int i = 0; i < channels; i++)
                sum += rest[(channel * channels) + i] * rest[(channel * channels) + i];
            return pivot > smallest ? sum / pivot : 0;
        }
    }

    // One step of Cholesky's decomposition: subtracts the part of all channels that one of them explains.
    private static void Remove(double[] rest, int channels, int channel)
    {
        double pivot = rest[(channel * channels) + channel];
        double[] row = rest[(channel * channels)..((channel + 1) * channels)];
        for (int i = 0; i < channels; i++)
        {
            for (int j = 0; j < channels; j++)
                rest[(i * channels) + j] -= row[i] * row[j] / pivot;
        }
    }

    // A pruned network has some channels that never fire.
    private static int[] Live(double[] second, int channels, int first)
    {
        double mean = Enumerable.Range(0, first).Sum(Energy) / first;
        return [.. Enumerable.Range(0, first).Where(channel => Energy(channel) > LeastShare * mean)];

        double Energy(int channel) => second[(channel * channels) + channel];
    }
}
