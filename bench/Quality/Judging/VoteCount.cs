namespace Impasto.Bench.Quality.Judging;

/// <summary>How often the first of two results was preferred.</summary>
/// <param name="First">Looks that preferred the first.</param>
/// <param name="Second">Looks that preferred the second.</param>
/// <param name="Equal">Looks that preferred neither.</param>
internal sealed record VoteCount(int First, int Second, int Equal)
{
    // 97.5 % of the normal distribution.
    private const double Deviations = 1.959964;

    /// <summary>All looks.</summary>
    public int Looks => First + Second + Equal;

    /// <summary>Share of the looks that preferred the first; one for neither counts half.</summary>
    public double Share => Looks == 0 ? double.NaN : (First + (Equal / 2.0)) / Looks;

    /// <summary>Where the share lies with 95 % confidence, as if all looks were independent.</summary>
    /// <remarks>
    /// With z = 1.96: (s + z^2 / 2n -+ z sqrt(s (1 - s) / n + z^2 / 4n^2)) / (1 + z^2 / n). Source: Wilson, "Probable
    /// inference, the law of succession, and statistical inference", 1927.
    /// </remarks>
    public (double Low, double High) Interval
    {
        get
        {
            double n = Looks, part = Deviations * Deviations / n;
            double half = Deviations * Math.Sqrt((Share * (1 - Share) / n) + (part / (4 * n)));
            return ((Share + (part / 2) - half) / (1 + part), (Share + (part / 2) + half) / (1 + part));
        }
    }

    public static VoteCount operator +(VoteCount a, VoteCount b) =>
        new(a.First + b.First, a.Second + b.Second, a.Equal + b.Equal);
}
