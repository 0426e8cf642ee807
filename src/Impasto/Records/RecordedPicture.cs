namespace Impasto.Records;

/// <summary>A picture that a run reads, by its name.</summary>
/// <param name="Name">A path, an address, or whatever else the reader of the pictures understands.</param>
public sealed record RecordedPicture(string Name)
{
    /// <summary>SHA-256 of the picture's file in hexadecimal; null (the default) if unknown.</summary>
    public string? Sha256 { get; init; }
}
