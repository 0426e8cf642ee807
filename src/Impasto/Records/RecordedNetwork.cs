namespace Impasto.Records;

/// <summary>The network of a run.</summary>
/// <param name="Name">auto, compact, vgg19, vgg16 or a weight file.</param>
public sealed record RecordedNetwork(string Name)
{
    /// <summary>
    /// SHA-256 of the weights in hexadecimal; null (the default) if any weights of that name will do.
    /// </summary>
    public string? Sha256 { get; init; }

    /// <summary>Which pixels a weight file expects; null (the default) takes what the file says.</summary>
    public string? Normalization { get; init; }
}
