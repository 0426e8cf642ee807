using System.Globalization;
using Impasto.Imaging;

namespace Impasto.Video.Frames;

/// <summary>Reads the frames of a clip through ffmpeg, as people see them.</summary>
/// <remarks>
/// Frames are upright and have square pixels; two fields of an interlaced frame are merged; 10 bits and more arrive as
/// 16; HDR is mapped to the usual range. Frames come at one rate: of a clip whose frames last differently long, some
/// are repeated, with the same bits. Nothing is written to the disk.
/// </remarks>
/// <example>
/// <code>
/// FfmpegTools tools = FfmpegTools.Find();
/// using ClipReader reader = ClipReader.Open("clip.mp4", tools);
/// using ClipWriter writer = ClipWriter.Open(
///     "result.mp4", tools, new ClipWriteOptions { Rate = reader.Rate, Source = reader.Clip });
///
/// while (reader.Read() is { } frame)
///     writer.Write(frame);
/// writer.Finish();
/// </code>
/// </example>
public sealed class ClipReader : IFrameReader
{
    // Room for a few frames: ffmpeg decodes the next while we work on this one.
    private const int BufferBytes = 1 << 20;

    private readonly ClipReadOptions _options;
    private readonly FfmpegProcess _process;
    private readonly BufferedStream _frames;
    private bool _isDone;

    private ClipReader(ClipInfo clip, ClipReadOptions options, FfmpegProcess process)
    {
        (Clip, _options, _process) = (clip, options, process);
        _frames = new BufferedStream(process.Output, BufferBytes);
    }

    /// <summary>What the file says.</summary>
    public ClipInfo Clip { get; }

    /// <inheritdoc/>
    public FrameRate Rate => _options.Rate ?? Clip.Rate;

    /// <summary>Frames read so far.</summary>
    public int FramesRead { get; private set; }

    /// <inheritdoc/>
    public int? Count
    {
        get
        {
            TimeSpan? end = _options.To < Clip.Duration ? _options.To : Clip.Duration ?? _options.To;
            return end is { } last
                ? Math.Max(0, (int)Math.Round((last - (_options.From ?? default)).TotalSeconds * Rate.PerSecond))
                : null;
        }
    }

    /// <summary>Opens a clip; ffmpeg starts to decode it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tools">The installed programs.</param>
    /// <param name="options">Which frames, and how large; null takes the defaults.</param>
    /// <param name="cancellation">Ends the reading of the file's description.</param>
    /// <exception cref="ClipException">It is missing, no clip, or ffmpeg lacks a part that it needs.</exception>
    /// <exception cref="InvalidOptionsException">Options are out of range.</exception>
    public static ClipReader Open(
        string path, FfmpegTools tools, ClipReadOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tools);
        options ??= new ClipReadOptions();
        if (options.Validate() is { Count: > 0 } problems)
            throw new InvalidOptionsException(problems);
        ClipInfo clip = ClipInfo.Read(path, tools, cancellation);
        string[] words =
        [
            "-nostdin", "-v", "error", .. ClipProbe.Safety, .. Part(options), "-i", ClipProbe.FileName(path),
            "-map", $"0:{clip.Stream}",
            "-vf", ReadFilters.Of(clip, options, options.Rate ?? clip.Rate, tools),
            // The filter has made the rate. Before pictures that begin late ffmpeg would also repeat the first frame
            // for as long as the sound runs alone, and the writer delays them once more.
            tools.FrameRateMode, "passthrough",
            "-f", "image2pipe", "-c:v", "ppm", "-",
        ];
        FfmpegProcess process = FfmpegProcess.Start(tools.Ffmpeg, words);
        process.Input.Dispose();
        return new ClipReader(clip, options, process);
    }

    /// <inheritdoc/>
    public Picture? Read(CancellationToken cancellation = default)
    {
        if (_isDone)
            return null;
        using CancellationTokenRegistration kill = _process.KillOn(cancellation);
        try
        {
            if (PpmStream.Read(_frames, _options.MaxPixels) is { } frame)
            {
                FramesRead++;
                return frame;
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            cancellation.ThrowIfCancellationRequested();
            string why = failure is InvalidDataException ? failure.Message : _process.Reason();
            throw ClipException.Unreadable(Clip.Path, why, failure);
        }

        End(cancellation);
        return null;
    }

    /// <summary>Ends ffmpeg if it still runs.</summary>
    public void Dispose() => _process.Dispose();

    /// <summary>Arguments before an input that choose a part of it.</summary>
    internal static string[] Part(ClipReadOptions options)
    {
        List<string> words = [];
        if (options.From is { } from)
            words.AddRange(["-ss", Seconds(from)]);
        if (options.To is { } to)
            words.AddRange(["-t", Seconds(to - (options.From ?? default))]);
        return [.. words];
    }

    /// <summary>A time as ffmpeg reads it.</summary>
    internal static string Seconds(TimeSpan time) =>
        time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);

    private void End(CancellationToken cancellation)
    {
        bool hasSucceeded = _process.Wait();
        cancellation.ThrowIfCancellationRequested();
        _isDone = true;
        if (!hasSucceeded)
            throw ClipException.Unreadable(Clip.Path, _process.Reason());
        if (FramesRead > 0)
            return;
        bool isPart = _options.From is not null || _options.To is not null;
        throw ClipException.Unreadable(Clip.Path, isPart ? "it has no frames in that time" : "it has no frames");
    }
}
