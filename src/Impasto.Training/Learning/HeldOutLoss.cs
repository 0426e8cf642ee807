using System.Globalization;

namespace Impasto.Training.Learning;

/// <summary>Losses of the held-out photographs: before the first step, and the smallest since.</summary>
/// <param name="Own">Photographs with their own moments.</param>
/// <param name="Held">Photographs with held moments.</param>
internal readonly record struct HeldOutLoss(double Own, double Held)
{
    /// <summary>What decides which weights are best.</summary>
    public double Mean => (Own + Held) / 2;

    /// <summary>Both as a text that gives the same numbers when it is read.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Own:R} {Held:R}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null if it is something else.</summary>
    public static HeldOutLoss? Parse(string? text)
    {
        string[] parts = text?.Split(' ') ?? [];
        return parts.Length == 2
            && double.TryParse(parts[0], CultureInfo.InvariantCulture, out double own)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out double held)
            ? new HeldOutLoss(own, held)
            : null;
    }
}
