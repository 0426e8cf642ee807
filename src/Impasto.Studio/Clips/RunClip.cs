using Impasto.Video.Frames;
using Impasto.Video.Painting;

namespace Impasto.Studio.Clips;

/// <summary>What a run whose photograph is a clip is to do, besides its recipe.</summary>
internal sealed record RunClip
{
    /// <summary>Time of the first frame in seconds; null for the clip's start.</summary>
    public double? From { get; init; }

    /// <summary>Time before which the last frame lies, in seconds; null for the clip's end.</summary>
    public double? To { get; init; }

    /// <summary>Steps of a frame after the first of a shot; null for the usual number.</summary>
    public int? FrameSteps { get; init; }

    /// <summary>True for about half the time: fewer steps a frame.</summary>
    public bool Quick { get; init; }

    /// <summary>Number of frames as the file states it; null if it does not.</summary>
    public int? Frames { get; init; }

    /// <summary>Frames a second.</summary>
    public double Rate { get; init; }

    /// <summary>The part of the clip that is painted.</summary>
    /// <param name="maxPixels">Most pixels of a frame.</param>
    public ClipReadOptions Part(long maxPixels) => new() { From = Time(From), To = Time(To), MaxPixels = maxPixels };

    /// <summary>How frames follow from each other.</summary>
    public VideoOptions ToOptions()
    {
        VideoOptions usual = Quick ? VideoOptions.Quick : new VideoOptions();
        return FrameSteps is { } steps ? usual with { Steps = steps } : usual;
    }

    private static TimeSpan? Time(double? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;
}
