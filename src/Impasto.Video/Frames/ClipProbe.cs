using System.Globalization;
using System.Text.Json;
using Impasto.Imaging;

namespace Impasto.Video.Frames;

/// <summary>Asks ffprobe about a clip.</summary>
internal static class ClipProbe
{
    /// <summary>
    /// Options before every input: a clip is one file of a known kind. Lists that name other files or addresses are
    /// refused.
    /// </summary>
    public static readonly string[] Safety =
    [
        "-protocol_whitelist", "file,pipe", "-format_whitelist",
        "mov,mp4,matroska,webm,avi,mpeg,mpegts,mpegvideo,ogg,flv,asf,gif,apng,nut,ivf,mxf,dv,rm,yuv4mpegpipe,h264,hevc,"
        + "m4v,av1,obu,png_pipe,jpeg_pipe,webp_pipe",
    ];

    /// <summary>A path that ffmpeg takes for a file whatever its name.</summary>
    public static string FileName(string path) => "file:" + path;

    public static ClipInfo Read(string path, FfmpegTools tools, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw ClipException.Unreadable(
                path, Directory.Exists(path) ? "it is a folder" : "there is no such file");
        }

        string[] words =
        [
            "-v", "error", .. Safety, "-of", "json", "-show_streams", "-show_format", "-i", FileName(path),
        ];
        (string? output, string reason) = FfmpegProcess.Run(tools.Ffprobe, words, cancellation);
        if (output is null)
        {
            bool isOther = reason.Contains("not on whitelist", StringComparison.Ordinal);
            throw ClipException.Unreadable(path, isOther ? "it is not a clip of a kind that is read here" : reason);
        }

        using var document = JsonDocument.Parse(output);
        return Read(path, document.RootElement);
    }

    private static ClipInfo Read(string path, JsonElement root)
    {
        JsonElement[] streams = root.TryGetProperty("streams", out JsonElement list) ? [.. list.EnumerateArray()] : [];
        JsonElement video = streams.FirstOrDefault(stream => Kind(stream) == "video" && !IsCover(stream));
        if (video.ValueKind == JsonValueKind.Undefined)
            throw ClipException.Unreadable(path, "it has no video");
        int rotation = Rotation(video);
        double aspect = Aspect(video);
        string transfer = Text(video, "color_transfer") ?? "";
        JsonElement format = root.TryGetProperty("format", out JsonElement found) ? found : default;
        double? start = Number(video, "start_time"), fileStart = Number(format, "start_time");
        (FrameRate rate, bool isVariable) = Rate(path, video);
        return new ClipInfo
        {
            Path = path,
            Stream = (int)(Number(video, "index") ?? 0),
            Size = Upright(path, video, rotation, aspect),
            Rate = rate,
            IsVariableRate = isVariable,
            Duration = (Number(video, "duration") ?? Number(format, "duration")) is { } seconds and > 0 and < 1e9
                ? TimeSpan.FromSeconds(seconds) : null,
            Delay = TimeSpan.FromSeconds(Math.Clamp((start ?? 0) - (fileStart ?? 0), 0, 1e6)),
            Rotation = rotation,
            PixelAspect = aspect,
            IsInterlaced = Text(video, "field_order") is "tt" or "bb" or "tb" or "bt",
            Depth = Depth(video),
            IsHdr = transfer is "smpte2084" or "arib-std-b67",
            SoundCodecs = Codecs("audio"),
            SubtitleCodecs = Codecs("subtitle"),
            ColorMatrix = Text(video, "color_space") is { } matrix and not "unknown" ? matrix : null,
            ColorTransfer = transfer,
        };

        string[] Codecs(string kind) => [.. streams.Where(stream => Kind(stream) == kind)
            .Select(stream => Text(stream, "codec_name") ?? "")];
    }

    private static PictureSize Upright(string path, JsonElement video, int rotation, double aspect)
    {
        int width = (int)(Number(video, "width") ?? 0), height = (int)(Number(video, "height") ?? 0);
        if (width < 1 || height < 1)
            throw ClipException.Unreadable(path, "ffmpeg can't tell how large its frames are, as with animated WebP");
        // As the filters of a read do: the longer pixel side decides, so that nothing is thrown away.
        (width, height) = aspect >= 1
            ? ((int)Math.Round(width * aspect), height) : (width, (int)Math.Round(height / aspect));
        return rotation % 180 == 0 ? new PictureSize(width, height) : new PictureSize(height, width);
    }

    // A rate that the file states and its average agree for most clips; phones and screen recorders differ.
    private static (FrameRate Rate, bool IsVariable) Rate(string path, JsonElement video)
    {
        bool hasStated = FrameRate.TryParse(Text(video, "r_frame_rate"), out FrameRate stated);
        bool hasAverage = FrameRate.TryParse(Text(video, "avg_frame_rate"), out FrameRate average);
        if (!hasStated && !hasAverage)
            throw ClipException.Unreadable(path, "it does not say how many frames a second has");
        if (!hasAverage)
            return (stated, false);
        if (hasStated && Math.Abs(stated.PerSecond - average.PerSecond) <= 0.001 * average.PerSecond)
            return (stated, false);
        return (FrameRate.Nearest(average.PerSecond), true);
    }

    private static int Rotation(JsonElement video)
    {
        double degrees = 0;
        if (video.TryGetProperty("side_data_list", out JsonElement list))
        {
            // Counter-clockwise there.
            foreach (JsonElement data in list.EnumerateArray())
                degrees = -(Number(data, "rotation") ?? -degrees);
        }

        return (((int)Math.Round(degrees / 90) * 90 % 360) + 360) % 360;
    }

    private static double Aspect(JsonElement video)
    {
        string[] parts = (Text(video, "sample_aspect_ratio") ?? "1:1").Split(':');
        bool isRatio = parts.Length == 2
            & double.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out double across)
            & double.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out double down);
        return isRatio && across > 0 && down > 0 ? across / down : 1;
    }

    private static int Depth(JsonElement video)
    {
        if (int.TryParse(Text(video, "bits_per_raw_sample"), out int bits) && bits is > 0 and <= 32)
            return bits;
        string format = Text(video, "pix_fmt") ?? "";
        return Has("p10") || Has("p010") ? 10 : Has("p12") ? 12 : Has("p16") || Has("rgb48") || Has("bgr48") ? 16 : 8;

        bool Has(string part) => format.Contains(part, StringComparison.Ordinal);
    }

    // A cover picture in a music file is a stream of video, too.
    private static bool IsCover(JsonElement stream) => stream.TryGetProperty("disposition", out JsonElement disposition)
        && Number(disposition, "attached_pic") is > 0;

    private static string? Kind(JsonElement stream) => Text(stream, "codec_type");

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // ffprobe writes some numbers as text.
    private static double? Number(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out JsonElement value))
            return null;
        if (value.ValueKind == JsonValueKind.Number)
            return value.GetDouble();
        return double.TryParse(
            Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
    }
}
