namespace Impasto.Optimizers;

/// <summary>A point on the line of a search.</summary>
/// <param name="Length">Distance along the direction.</param>
/// <param name="Loss">The objective there.</param>
/// <param name="Slope">Its derivative along the direction.</param>
internal readonly record struct LinePoint(double Length, LossValue Loss, double Slope)
{
    /// <summary>The objective's value.</summary>
    public double Value => Loss.Total;
}
