namespace Impasto.Video.Frames;

/// <summary>How the frames of a clip are stored.</summary>
public enum ClipCodec
{
    /// <summary>VP9 in .webm, H.264 elsewhere, or what ffmpeg has instead (MPEG-4).</summary>
    Auto,

    /// <summary>H.264: plays everywhere.</summary>
    H264,

    /// <summary>VP9: free, for the web.</summary>
    Vp9,

    /// <summary>FFV1: without loss, large, for editing and archives; in .mkv.</summary>
    Ffv1,

    /// <summary>ProRes 422 HQ: large, for editing; in .mov or .mkv.</summary>
    Prores,
}
