namespace Impasto;

/// <summary>What a picture's file says besides its pixels.</summary>
public sealed record PictureOrigin
{
    /// <summary>What was left out or taken as something else when the file was read, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
