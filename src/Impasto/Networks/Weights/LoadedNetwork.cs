namespace Impasto.Networks.Weights;

/// <summary>A network from a file or from inside the library.</summary>
/// <param name="Network">The weights.</param>
/// <param name="NormalizationSource">How it is known which pixels the network wants, for people.</param>
/// <param name="Choice">Why this network was taken, for people; empty where the caller named it.</param>
public sealed record LoadedNetwork(Network Network, string NormalizationSource, string Choice = "");
