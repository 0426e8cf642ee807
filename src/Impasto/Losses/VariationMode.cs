namespace Impasto;

/// <summary>The kinds of total variation.</summary>
public enum VariationMode
{
    /// <summary>Mean of squared differences beside and below.</summary>
    Squares,

    /// <summary>Sum of absolute differences beside and below.</summary>
    Magnitudes,

    /// <summary>Squared differences beside and below, 2/3 of their mean, and on both diagonals, 1/6 of it.</summary>
    SquaresWithDiagonals,
}
