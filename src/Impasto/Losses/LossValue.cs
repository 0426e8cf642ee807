namespace Impasto;

/// <summary>A loss: the weighted sum of its terms, and the value of each.</summary>
/// <param name="Total">The weighted sum.</param>
/// <param name="Parts">
/// The terms; their weighted values add up to <paramref name="Total"/>. Empty for a function without terms.
/// </param>
public readonly record struct LossValue(double Total, IReadOnlyList<LossPart> Parts)
{
    /// <summary>The loss of a function without terms.</summary>
    /// <param name="total">Its value.</param>
    public static implicit operator LossValue(double total) => FromDouble(total);

    /// <summary>The weighted sum.</summary>
    /// <param name="value">The loss.</param>
    public static implicit operator double(LossValue value) => value.ToDouble();

    /// <summary>The loss of a function without terms.</summary>
    /// <param name="total">Its value.</param>
    public static LossValue FromDouble(double total) => new(total, []);

    /// <summary>The weighted sum.</summary>
    public double ToDouble() => Total;

    /// <summary>The loss whose terms are these: the total is the sum of their weighted values.</summary>
    internal static LossValue Of(IReadOnlyList<LossPart> parts)
    {
        double total = 0;
        foreach (LossPart part in parts)
            total += part.Weighted;
        return new LossValue(total, parts);
    }
}
