namespace Impasto.Studio.Looks;

/// <summary>What a file is that somebody has chosen: a picture or a clip.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">picture or clip, by its content.</param>
/// <param name="Width">Columns, as people see it.</param>
/// <param name="Height">Rows, as people see it.</param>
internal sealed record ChosenFile(string Name, string Kind, int Width, int Height)
{
    /// <summary>The kinds.</summary>
    public const string Picture = "picture", Clip = "clip";

    /// <summary>A small JPEG of it in base64; of a clip its first frame.</summary>
    public required string View { get; init; }

    /// <summary>What people may want to be told: that it is turned upright, for example; empty for nothing.</summary>
    public string Remarks { get; init; } = "";

    /// <summary>Frames of a clip as its file states them; null for a picture, or if it does not.</summary>
    public int? Frames { get; init; }

    /// <summary>Frames a second of a clip; null for a picture.</summary>
    public double? Rate { get; init; }

    /// <summary>Length of a clip in seconds; null for a picture, or if its file does not state it.</summary>
    public double? Seconds { get; init; }
}
