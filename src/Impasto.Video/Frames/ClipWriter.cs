using Impasto.Imaging;
using Impasto.Storage;

namespace Impasto.Video.Frames;

/// <summary>Writes frames as a clip through ffmpeg, with another clip's sound, subtitles, chapters and
/// description.</summary>
/// <remarks>
/// Frames are encoded in parts of a second into a folder, as they come. <see cref="Finish"/> joins them with what is
/// copied from the source, packet by packet, and renames the result: the target is complete or not there at all. After
/// fewer frames than the source has, the copied parts are cut where the frames end. Colours are tagged as bt.709,
/// limited range.
/// </remarks>
public sealed class ClipWriter : IFrameWriter
{
    private readonly string _path, _folder;
    private readonly FfmpegTools _tools;
    private readonly ClipWriteOptions _options;
    private readonly EncoderChoice _encoder;
    private readonly ClipParts _parts;
    private FfmpegProcess? _process;
    private string? _part;
    private int _inPart;
    private PictureSize? _size;

    private ClipWriter(string path, FfmpegTools tools, ClipWriteOptions options)
    {
        (_path, _tools, _options) = (path, tools, options);
        _encoder = EncoderChoice.For(path, options.Codec, tools);
        _folder = options.KeepFolder
            ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".impasto-{Guid.NewGuid():N}");
        _parts = new ClipParts(_folder);
        FramesWritten = options.Start;
    }

    /// <summary>Frames written so far, those of earlier writers included.</summary>
    public int FramesWritten { get; private set; }

    /// <summary>What was left out of the clip because its kind of file can't hold it; a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Checks, before any work is done, whether a clip can be written.</summary>
    /// <param name="path">The target; its ending names the kind of file.</param>
    /// <param name="tools">The installed programs.</param>
    /// <param name="options">Codec and whether to overwrite.</param>
    /// <exception cref="ClipException">
    /// The ending is not one of a clip's, does not fit the codec, or ffmpeg has no encoder for it.
    /// </exception>
    /// <exception cref="FileException">The file exists and may not be replaced, or can't be written.</exception>
    /// <seealso cref="CheckSound"/>
    public static void Check(string path, FfmpegTools tools, ClipWriteOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tools);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Start);
        _ = EncoderChoice.For(path, options.Codec, tools);
        AtomicFile.Check(path, options.Overwrite);
    }

    /// <summary>
    /// Checks, before any work is done, whether a clip can hold the sound of another one: a moment of it is copied into
    /// a temporary file.
    /// </summary>
    /// <param name="path">The target; its ending names the kind of file.</param>
    /// <param name="tools">The installed programs.</param>
    /// <param name="source">The clip whose sound is to be copied.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <exception cref="ClipException">ffmpeg can't copy the sound into this kind of file.</exception>
    public static void CheckSound(
        string path, FfmpegTools tools, ClipInfo source, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tools);
        ArgumentNullException.ThrowIfNull(source);
        if (source.SoundTracks == 0)
            return;
        string trial = Path.Combine(Path.GetTempPath(), $"impasto-{Guid.NewGuid():N}{Path.GetExtension(path)}");
        try
        {
            (string? output, string reason) = FfmpegProcess.Run(
                tools.Ffmpeg,
                [
                    "-nostdin", "-v", "error", .. ClipProbe.Safety, "-t", "0.1", "-i", ClipProbe.FileName(source.Path),
                    "-map", "0:a", "-c", "copy", .. End(trial),
                ],
                cancellation);
            if (output is null)
            {
                throw ClipException.Unwritable(
                    path,
                    $"the sound of '{source.Path}' ({string.Join(", ", source.SoundCodecs)}) can't be copied into it, "
                    + $"{reason}; a name that ends in .mkv can hold all kinds of sound");
            }
        }
        finally
        {
            File.Delete(trial);
        }
    }

    /// <summary>Opens the folder of the frames; the target is not touched yet.</summary>
    /// <inheritdoc cref="Check"/>
    public static ClipWriter Open(string path, FfmpegTools tools, ClipWriteOptions options)
    {
        Check(path, tools, options);
        if (options.Source is { } source)
            CheckSound(path, tools, source);
        ClipWriter writer = new(path, tools, options);
        try
        {
            writer.Restore();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The ending of a kind of file that browsers play, with an encoder that ffmpeg has, and that can hold the sound of
    /// a clip: .mp4 or .webm; .mkv if neither can.
    /// </summary>
    /// <param name="tools">The installed programs.</param>
    /// <param name="source">The clip whose sound is copied; null (the default) for none.</param>
    public static string EndingForBrowsers(FfmpegTools tools, ClipInfo? source = null)
    {
        ArgumentNullException.ThrowIfNull(tools);
        return EncoderChoice.EndingForBrowsers(tools, source?.SoundCodecs ?? []);
    }

    /// <summary>Most bytes that a folder keeps beside the encoded parts.</summary>
    /// <param name="size">Size of the frames.</param>
    /// <param name="codec">How they are stored.</param>
    public static long BytesKept(PictureSize size, ClipCodec codec) =>
        ClipParts.Length * (codec == ClipCodec.Prores ? 6 : 3) * size.Pixels;

    /// <summary>Deletes the frames that a folder keeps, and the folder if nothing else is in it.</summary>
    /// <param name="keepFolder">The folder; it may be missing.</param>
    public static void Forget(string keepFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(keepFolder);
        ClipParts.Delete(keepFolder);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The frame has another size than the first.</exception>
    public void Write(Picture frame, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _size ??= frame.Size;
        if (frame.Size != _size)
            throw new ArgumentException($"Expected frames of {_size}, got one of {frame.Size}.", nameof(frame));
        // An earlier writer was killed after the end of a part, before its caller took note of it.
        if (FramesWritten >= _parts.Count * ClipParts.Length)
            Encode(frame, isKept: _options.KeepFolder is not null, cancellation);
        FramesWritten++;
    }

    /// <inheritdoc/>
    /// <exception cref="FileException">The target can't be written.</exception>
    public void Finish(CancellationToken cancellation = default)
    {
        if (FramesWritten == 0)
            throw ClipException.Unwritable(_path, "it has no frames");
        string? rest = EndPart(cancellation);
        AtomicFile.WritePath(_path, _options.Overwrite, temporary => Join(temporary, rest, cancellation));
    }

    /// <summary>Ends ffmpeg if it still runs, and removes all that need not be kept.</summary>
    public void Dispose()
    {
        _process?.Dispose();
        try
        {
            if (_options.KeepFolder is null)
                ClipParts.Delete(_folder);
            else if (_part is not null)
                File.Delete(_part);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Nothing is lost: the clip is complete, or its failure was reported.
        }
    }

    // The frames after the last part go to a new encoder.
    private void Restore()
    {
        int loose = _options.Start - (_parts.Count * ClipParts.Length);
        if (loose < 0)
            return;
        List<Picture> frames = _parts.Kept(loose);
        if (frames.Count < loose)
        {
            throw ClipException.Unwritable(
                _path, $"frames are missing in '{_folder}'; delete the folder to begin again");
        }

        foreach (Picture frame in frames)
            Encode(frame, isKept: false, CancellationToken.None);
    }

    private void Encode(Picture frame, bool isKept, CancellationToken cancellation)
    {
        using MemoryStream bytes = new();
        PpmStream.Write(bytes, frame, _encoder.IsDeep, _encoder.NeedsEvenSides);
        if (_process is null)
        {
            _part = _parts.NewPart();
            _process = FfmpegProcess.Start(_tools.Ffmpeg, EncodeWords(_part));
        }

        if (isKept)
            _parts.Keep(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        using (CancellationTokenRegistration kill = _process.KillOn(cancellation))
        {
            try
            {
                bytes.WriteTo(_process.Input);
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                cancellation.ThrowIfCancellationRequested();
                throw Failed(failure);
            }
        }

        if (++_inPart == ClipParts.Length)
        {
            _parts.Add(EndPart(cancellation)!);
            (_part, _inPart) = (null, 0);
        }
    }

    // The part that is being encoded; null if there is none.
    private string? EndPart(CancellationToken cancellation)
    {
        if (_process is null)
            return _part;
        using (CancellationTokenRegistration kill = _process.KillOn(cancellation))
        {
            try
            {
                _process.Input.Dispose();
            }
            catch (IOException failure)
            {
                cancellation.ThrowIfCancellationRequested();
                throw Failed(failure);
            }

            bool hasSucceeded = _process.Wait();
            cancellation.ThrowIfCancellationRequested();
            if (!hasSucceeded)
                throw ClipException.Unwritable(_path, _process.Reason());
        }

        _process.Dispose();
        _process = null;
        return _part;
    }

    private string[] EncodeWords(string part)
    {
        const string ToVideo =
            "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int+full_chroma_inp,format=";
        string[] colors = _encoder.IsYuv
            ?
            [
                "-vf", ToVideo + _encoder.PixelFormat,
                "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
            ]
            : ["-vf", $"format={_encoder.PixelFormat}"];
        return
        [
            "-v", "error", "-f", "image2pipe", "-c:v", "ppm", "-framerate", $"{_options.Rate}", "-i", "pipe:0",
            .. colors, "-c:v", _encoder.Name, .. _encoder.Settings, "-an", "-y", ClipProbe.FileName(part),
        ];
    }

    // All packets are copied: nothing is encoded twice.
    private void Join(string target, string? rest, CancellationToken cancellation)
    {
        string[] frames = _parts.Input(rest, _inPart, _options.Rate);
        if (_options.Source is not { } source)
        {
            Run([.. frames, "-map", "0:v", "-c", "copy", .. End(target)], cancellation);
            return;
        }

        bool hasPart = _options.Part.From is not null && source.SoundTracks + source.SubtitleTracks > 0;
        TimeSpan delay = _options.Part.From is null ? source.Delay : default;
        TimeSpan length = TimeSpan.FromSeconds(FramesWritten / _options.Rate.PerSecond) + delay;
        // The sound of a whole clip is copied whole; that of a part or of an unfinished clip ends with the frames.
        bool isWhole = _options.Part.From is null && _options.Part.To is null
            && (source.Duration is not { } all || length >= all - OneFrame);
        string[] cut = isWhole ? [] : ["-t", ClipReader.Seconds(length)];
        string[] subtitles = Subtitles(source, target, hasPart ? 0 : 1);
        string copy = _parts.Copied(Path.GetExtension(target));
        if (hasPart)
            CopyPart(source, cut, subtitles, copy, cancellation);
        string[] copied = hasPart
            ? ["-i", ClipProbe.FileName(copy), "-map", "0:v", "-map", "1"]
            :
            [
                .. ClipProbe.Safety, .. cut, "-i", ClipProbe.FileName(source.Path), "-map", "0:v", "-map", "1:a?",
                .. subtitles,
            ];
        Run(
            [
                "-itsoffset", ClipReader.Seconds(delay), .. frames, .. copied, "-c", "copy",
                "-map_metadata", "1", "-map_chapters", "1", .. End(target),
            ],
            cancellation);
    }

    // Sought before reading, sound would begin at the key frame before the part: it is cut in a step of its own.
    private void CopyPart(
        ClipInfo source, string[] cut, string[] subtitles, string copy, CancellationToken cancellation) => Run(
        [
            .. ClipProbe.Safety, "-i", ClipProbe.FileName(source.Path), "-map", "0:a?", .. subtitles,
            "-ss", ClipReader.Seconds(_options.Part.From!.Value), .. cut, "-c", "copy", "-y", ClipProbe.FileName(copy),
        ],
        cancellation);

    private void Run(string[] words, CancellationToken cancellation)
    {
        (string? output, string reason) =
            FfmpegProcess.Run(_tools.Ffmpeg, ["-nostdin", "-v", "error", .. words], cancellation);
        if (output is null)
            throw ClipException.Unwritable(_path, reason);
    }

    // Without +bitexact, Matroska gets a random number, and a clip that was continued would differ by it.
    private static string[] End(string target) =>
    [
        "-fflags", "+bitexact", .. IsMp4(target) ? (string[])["-movflags", "+faststart"] : [], "-y",
        ClipProbe.FileName(target),
    ];

    private TimeSpan OneFrame => TimeSpan.FromSeconds(1.5 / _options.Rate.PerSecond);

    // MP4 holds one kind of subtitles, WebM another; Matroska holds all but that of MP4.
    private string[] Subtitles(ClipInfo source, string target, int input)
    {
        string[] words = [];
        List<string> notes = [];
        for (int track = 0; track < source.SubtitleCodecs.Count; track++)
        {
            string codec = source.SubtitleCodecs[track];
            bool fits = IsMp4(target) ? codec == "mov_text"
                : IsWebM(target) ? codec == "webvtt"
                : codec != "mov_text";
            if (fits)
                words = [.. words, "-map", $"{input}:s:{track}"];
            else
                notes.Add($"Subtitle track {track + 1} ({codec}) was left out: this kind of file can't hold it.");
        }

        Notes = notes;
        return words;
    }

    private static bool IsMp4(string path) => Path.GetExtension(path).ToLowerInvariant() is ".mp4" or ".m4v" or ".mov";

    private static bool IsWebM(string path) => Path.GetExtension(path).ToLowerInvariant() is ".webm";

    private ClipException Failed(Exception failure) =>
        ClipException.Unwritable(_path, _process!.Reason(), failure);
}
