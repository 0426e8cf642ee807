using System.Text.Json.Serialization;

namespace Impasto.Studio.Sharing;

/// <summary>A recipe that a file brings, with the pictures that are in the file.</summary>
internal sealed record SharedRecipe
{
    /// <summary>The preset that it starts from.</summary>
    public required string Preset { get; init; }

    /// <summary>The options that differ from the preset, by their names on the command line.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The photograph or the clip; left out if there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SharedPicture? Content { get; init; }

    /// <summary>The paintings.</summary>
    public IReadOnlyList<SharedPainting> Styles { get; init; } = [];

    /// <summary>Parts of the photograph.</summary>
    public IReadOnlyList<SharedPart> Regions { get; init; } = [];

    /// <summary>What it does with a clip; left out for a photograph.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SharedClip? Clip { get; init; }

    /// <summary>Seconds that the run may take; null for as many as it needs.</summary>
    public double? TimeLimit { get; init; }

    /// <summary>What the file lacks of the run, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
