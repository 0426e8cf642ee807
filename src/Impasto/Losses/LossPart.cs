namespace Impasto;

/// <summary>One term's part of a loss.</summary>
/// <param name="Name">The term's name.</param>
/// <param name="Weight">The term's weight.</param>
/// <param name="Value">The term's value before its weight.</param>
public readonly record struct LossPart(string Name, double Weight, double Value)
{
    /// <summary>What the term adds to the loss.</summary>
    public double Weighted => Weight * Value;
}
