using Impasto.Cli.Requests;
using Impasto.Video.Frames;
using Impasto.Video.Painting;

namespace Impasto.Cli.Clips;

/// <summary>A call that repaints a clip, read and checked.</summary>
internal sealed record VideoRequest
{
    /// <summary>Endings of files that are clips.</summary>
    public static readonly IReadOnlyList<string> Endings = [".mp4", ".m4v", ".mov", ".mkv", ".webm"];

    /// <summary>Recipe, network and device; the content is the clip.</summary>
    public required StylizeRequest Painting { get; init; }

    /// <summary>The clip, or a folder of numbered pictures.</summary>
    public string Source => Painting.Record.Content!.Name;

    /// <summary>The file of the result, or the folder for its frames.</summary>
    public required string Output { get; init; }

    /// <summary>Folder of the state that is kept after every frame.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Which frames are read.</summary>
    public ClipReadOptions Part { get; init; } = new();

    /// <summary>How the frames of a clip are stored.</summary>
    public ClipCodec Codec { get; init; }

    /// <summary>How frames follow from each other.</summary>
    public VideoOptions Video { get; init; } = new();

    /// <summary>Folder with flows from elsewhere; null for none.</summary>
    public string? FlowFolder { get; init; }

    /// <summary>Shots that are painted side by side.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>True to print problems only.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether the source is a folder of pictures.</summary>
    public bool IsFromFolder => Directory.Exists(Source);

    /// <summary>Whether the result is a clip, not a folder.</summary>
    public bool IsToClip => IsClip(Output);

    /// <summary>Whether a name is a clip's.</summary>
    public static bool IsClip(string path) => Endings.Contains(Path.GetExtension(path).ToLowerInvariant());
}
