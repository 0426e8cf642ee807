using System.Globalization;

namespace Impasto.Video.Frames;

/// <summary>What ffmpeg does to a clip's frames before we get them.</summary>
internal static class ReadFilters
{
    // Clips that do not say their matrix: by the height, as players do. Standard definition ends at 576 rows.
    private const int StandardRows = 576;

    private const string Flags = "lanczos+accurate_rnd+full_chroma_int+full_chroma_inp";

    /// <summary>Filters in the order in which they apply; the frames are upright before them.</summary>
    /// <exception cref="ClipException">ffmpeg lacks a filter that the clip needs.</exception>
    public static string Of(ClipInfo clip, ClipReadOptions options, FrameRate rate, FfmpegTools tools)
    {
        List<string> filters = [];
        if (clip.IsInterlaced)
            filters.Add("bwdif=mode=send_frame:deint=all");
        filters.Add($"fps={rate}");
        if (clip.IsHdr)
            filters.Add(ToneMap(clip, tools));
        if (clip.PixelAspect != 1)
            filters.Add("scale='if(gte(sar,1),round(iw*sar),iw)':'if(gte(sar,1),ih,round(ih/sar))',setsar=1");
        string size = options.Size is { } side
            ? string.Create(
                CultureInfo.InvariantCulture, $"'if(gte(iw,ih),{side},-2)':'if(gte(iw,ih),-2,{side})':")
            : "";
        string matrix = clip.IsHdr ? "bt709"
            : clip.ColorMatrix is not null ? "auto"
            : clip.Size.Shorter > StandardRows ? "bt709" : "bt601";
        filters.Add($"scale={size}in_color_matrix={matrix}:flags={Flags}");
        filters.Add(clip.Depth > 8 ? "format=rgb48be" : "format=rgb24");
        return string.Join(',', filters);
    }

    // To linear light with white at 100 cd/m2, to the usual primaries, highlights compressed, to the usual curve.
    private static string ToneMap(ClipInfo clip, FfmpegTools tools)
    {
        if (!tools.HasFilter("zscale") || !tools.HasFilter("tonemap"))
        {
            throw ClipException.Unreadable(
                clip.Path, "it is HDR, and this ffmpeg has no zscale filter; install an ffmpeg built with libzimg");
        }

        return $"zscale=tin={clip.ColorTransfer}:min=bt2020nc:pin=bt2020:rin=tv:t=linear:npl=100,format=gbrpf32le,"
            + "zscale=p=bt709,tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv444p10le";
    }
}
