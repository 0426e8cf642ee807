namespace Impasto.Networks.Weights;

/// <summary>How weights are installed.</summary>
public sealed record InstallOptions
{
    /// <summary>Another place for the file, a URL or a path; null takes torchvision's.</summary>
    public string? From { get; init; }

    /// <summary>
    /// How the file's SHA-256 must begin, at least 8 hexadecimal digits; null takes the published prefix for a
    /// download, and takes a file as it is.
    /// </summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether layers beyond conv5_1 are kept as well. Default: no.</summary>
    public bool AllLayers { get; init; }

    /// <summary>Whether installed weights may be replaced. Default: no.</summary>
    public bool Overwrite { get; init; }
}
