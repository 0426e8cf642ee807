using Impasto.Networks;
using Impasto.Numerics;

namespace Impasto.Moments;

/// <summary>First and second moments of a layer's features: the input of every style loss.</summary>
/// <remarks>
/// With F as C x M features and M positions: Mean = (1/M) sum_p F_p and Gram = (1/M) sum_p F_p F_p^T. With guides m the
/// sums are of m_p F_p and m_p F_p F_p^T, and M = sum_p m_p.
/// Source: Gatys, Ecker and Bethge, 2016, equation 3. Differs from the paper: the sums are divided by M, so that
/// pictures of different sizes give comparable moments and moments of parts of a picture can be averaged.
/// </remarks>
public sealed class LayerMoments
{
    /// <summary>Wraps moments that the caller hands over; they are not copied.</summary>
    /// <param name="channels">C.</param>
    /// <param name="positions">M, the sum of the weights averaged over: without guides the number of positions.</param>
    /// <param name="mean">C values.</param>
    /// <param name="gram">C x C values, symmetric.</param>
    /// <exception cref="ArgumentException">The values do not fit the channels.</exception>
    public LayerMoments(int channels, double positions, double[] mean, double[] gram)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(gram);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(mean.Length, channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(gram.LongLength, (long)channels * channels);
        Channels = NominalChannels = channels;
        Positions = positions;
        Mean = mean;
        Gram = gram;
    }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>
    /// Channels that a convention divides by: those of the teacher where moments went through a map, else
    /// <see cref="Channels"/>.
    /// </summary>
    public int NominalChannels { get; internal init; }

    /// <summary>
    /// M, the sum of the weights averaged over; 0 for a region without any weight, whose moments are zero.
    /// </summary>
    public double Positions { get; }

    /// <summary>Mean of each channel, C values.</summary>
    public double[] Mean { get; }

    /// <summary>Gram matrix divided by M, C x C, symmetric.</summary>
    public double[] Gram { get; }

    /// <summary>
    /// Moments of a usual picture at the same layer, for losses relative to their targets; null if they are not known.
    /// </summary>
    internal LayerMoments? Usual { get; private init; }

    /// <summary>The same moments, as those of a target, with what is usual at their layer.</summary>
    internal LayerMoments Beside(LayerMoments? usual) =>
        new(Channels, Positions, Mean, Gram) { NominalChannels = NominalChannels, Usual = usual };

    /// <summary>The moments of A z + b where these are those of z.</summary>
    /// <remarks>mu' = A mu + b; G' = A G A^T + A mu b^T + b mu^T A^T + b b^T = (A G + b mu^T) A^T + mu' b^T.</remarks>
    /// <param name="map">A and b; must take as many channels as there are.</param>
    public LayerMoments Through(LinearMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new MomentMap(map).Forward(this);
    }

    /// <summary>Weighted average of several pictures' moments: the target of a blend of styles.</summary>
    /// <remarks>
    /// A Gram loss against the average has the same gradient as the weighted sum of the losses against each, since
    /// both are quadratic in G with the same second derivative. In the notebook's convention, which counts G M, that
    /// holds for styles of one size, as its squashing makes them; in the relative one, for styles whose Gram matrices
    /// have one norm.
    /// </remarks>
    /// <param name="parts">Moments of one layer and their weights; the weights need not sum to 1.</param>
    /// <exception cref="ArgumentException">Nothing to blend, or the weights do not sum to more than 0.</exception>
    public static LayerMoments Blend(IReadOnlyList<WeightedMoments> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        double sum = parts.Sum(part => part.Weight);
        if (!(sum > 0))
            throw new ArgumentException("Expected weights that sum to more than 0.", nameof(parts));
        if (parts.Count == 1)
            return parts[0].Moments;
        int channels = parts[0].Moments.Channels;
        var blend = new LayerMoments(
            channels,
            parts.Sum(part => part.Weight / sum * part.Moments.Positions),
            new double[channels],
            new double[channels * channels]) { NominalChannels = parts[0].Moments.NominalChannels };
        foreach (WeightedMoments part in parts)
        {
            VectorMath.AddScaled(blend.Mean, part.Moments.Mean, part.Weight / sum);
            VectorMath.AddScaled(blend.Gram, part.Moments.Gram, part.Weight / sum);
        }

        return blend;
    }
}
