namespace Impasto.Video.Shots;

/// <summary>Frames of a clip between two cuts.</summary>
/// <param name="First">Number of the first frame; the clip's first is 0.</param>
/// <param name="Count">Number of frames, at least 1.</param>
/// <param name="StillShare">
/// Share of the picture that does not change, 0 to 1: the mean over the shot's frames. 0 for a shot of one frame.
/// </param>
public sealed record Shot(int First, int Count, double StillShare)
{
    // A thing that moves before a camera at rest covers less than this; a pan over sky and walls leaves less at rest.
    private const double StaticShare = 0.7;

    /// <summary>Whether the camera does not move.</summary>
    public bool IsStatic => StillShare >= StaticShare;
}
