using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Requests;

/// <summary>
/// The fields of a form that creates a run. Every option is a field as well, by its name on the command line.
/// </summary>
internal sealed class RunFields
{
    /// <summary>
    /// The photograph, or a clip (MP4, QuickTime, WebM, Matroska, AVI and others): its file's content decides. A clip
    /// has no regions and no time.
    /// </summary>
    public IFormFile? Content { get; set; }

    /// <summary>
    /// The paintings, one or more; or text instead of a file: sample:swirls.jpg, or an address if the studio allows
    /// addresses.
    /// </summary>
    public IFormFileCollection? Style { get; set; }

    /// <summary>
    /// The paintings' shares, in their order (files first). Default 1; 0 uses a painting in its regions only.
    /// </summary>
    public double[]? Weight { get; set; }

    /// <summary>Masks: white is the region.</summary>
    public IFormFileCollection? Region { get; set; }

    /// <summary>For each mask keep, the number of its painting from 1, or all for the paintings of the rest.</summary>
    public string[]? RegionStyle { get; set; }

    /// <summary>For each mask the strength of the style there, 0 to 100; empty for that of the rest.</summary>
    public string[]? RegionStrength { get; set; }

    /// <summary>Time that the run may take, such as 90s, 5m or 1h30m. Default: as long as it needs.</summary>
    public string? Time { get; set; }

    /// <summary>
    /// N makes the picture number N of impasto stylize --variations: send the form once for each. Default 1.
    /// </summary>
    public int? Variation { get; set; }

    /// <summary>Time of a clip's first frame that is painted, such as 12.5 or 1:30. Default: its start.</summary>
    public string? From { get; set; }

    /// <summary>Time at which the last frame of a clip that is painted ends. Default: its end.</summary>
    public string? To { get; set; }

    /// <summary>Steps of a clip's frames after the first of a shot, 1 to 1000. Default: 18.</summary>
    public int? FrameSteps { get; set; }

    /// <summary>On for a clip in about half the time: 8 steps a frame. Default: off.</summary>
    public string? Quick { get; set; }

    /// <summary>The preset to start from. Default: fine.</summary>
    public string? Preset { get; set; }
}
