namespace Impasto.Networks.Weights;

/// <summary>A network from a file or from inside the library.</summary>
public sealed record LoadedNetwork
{
    /// <summary>The weights.</summary>
    public required Network Network { get; init; }

    /// <summary>Where the expected pixels are known from, for people.</summary>
    public required string NormalizationSource { get; init; }

    /// <summary>
    /// Whether nothing says which pixels the network expects: then a user must say so. Default: false.
    /// </summary>
    public bool IsNormalizationAssumed { get; init; }

    /// <summary>
    /// What else the file holds, by the beginnings of its keys, such as head.*; a classifier is not listed. Default:
    /// nothing.
    /// </summary>
    public IReadOnlyList<string> Surplus { get; init; } = [];

    /// <summary>Why this network was chosen, for people; empty (the default) if the caller named it.</summary>
    public string Choice { get; init; } = "";

    /// <summary>
    /// Name of the weights that would have been taken had they been installed; null (the default) for none.
    /// </summary>
    public string? MissingWeights { get; init; }
}
