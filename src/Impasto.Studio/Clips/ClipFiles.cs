using System.Globalization;
using Impasto.Imaging;
using Impasto.Studio.Answers;
using Impasto.Studio.Storage;
using Impasto.Video.Frames;
using Impasto.Video.Painting;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Clips;

/// <summary>Looks at uploaded clips and holds them to the limits.</summary>
internal sealed class ClipFiles(StudioSettings settings, WorkFolder work)
{
    private const string Hint = "choose a part with from and to.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private StudioLimits Limits => settings.Limits;

    /// <summary>Finds the ffmpeg that is installed where the studio runs.</summary>
    /// <exception cref="ClipException">It is missing, can't be started or is too old.</exception>
    public FfmpegTools Tools() => FfmpegTools.Find(settings.FfmpegPath);

    /// <summary>Looks at a clip: what it says of itself, and its first frame. Not more of it is read.</summary>
    /// <param name="bytes">Its file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="wanted">The part, and the options.</param>
    /// <exception cref="StudioProblem">It is beyond a limit (413 or 422).</exception>
    /// <exception cref="ClipException">There is no ffmpeg, or the file holds no clip that can be read.</exception>
    public SeenClip Look(byte[] bytes, string name, RunClip wanted) => Read(bytes, name, (clip, tools, patience) =>
    {
        ClipInfo info = ClipInfo.Read(clip, tools, patience);
        Require(info, name, wanted);
        ClipReadOptions part = wanted.Part(Limits.MaxClipPixels);
        using ClipReader reader = ClipReader.Open(clip, tools, part, patience);
        if (reader.Count > Limits.MaxClipFrames)
            throw Beyond(name, $"has {reader.Count} frames", Limits.MaxClipFrames, Hint);
        // A part of a clip has at least one frame, or reading it says why not.
        Picture first = reader.Read(patience)!;
        RunClip found = wanted with { Frames = reader.Count, Rate = reader.Rate.PerSecond };
        return new SeenClip(found, first.Size, first);
    });

    /// <summary>Looks at a clip before a part of it is chosen: it may be longer than a part may be.</summary>
    /// <param name="bytes">Its file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="StudioProblem">It is beyond a limit of bytes (413) or of a frame's pixels (422).</exception>
    /// <exception cref="ClipException">There is no ffmpeg, or the file holds no clip that can be read.</exception>
    public ClipFacts See(byte[] bytes, string name) => Read(bytes, name, (clip, tools, patience) =>
    {
        ClipInfo info = ClipInfo.Read(clip, tools, patience);
        RequireSize(info, name);
        var all = new ClipReadOptions { MaxPixels = Limits.MaxClipPixels };
        using ClipReader reader = ClipReader.Open(clip, tools, all, patience);
        return new ClipFacts(info, reader.Count, reader.Read(patience)!);
    });

    private T Read<T>(byte[] bytes, string name, Func<string, FfmpegTools, CancellationToken, T> read)
    {
        if (bytes.Length > Limits.MaxClipBytes)
        {
            string sizes = string.Create(
                CultureInfo.InvariantCulture,
                $"{bytes.Length / 1e6:0.0} MB, and the limit is {Limits.MaxClipBytes / 1e6:0.0}");
            throw new StudioProblem(StatusCodes.Status413PayloadTooLarge, $"The clip '{name}' has {sizes}.");
        }

        FfmpegTools tools = Tools();
        using var folder = new ClipFolder(work, bytes, name);
        using var patience = new CancellationTokenSource(Patience, settings.Clock);
        try
        {
            return read(folder.Clip, tools, patience.Token);
        }
        catch (ClipException failure)
        {
            throw folder.Named(failure);
        }
        catch (OperationCanceledException failure)
        {
            throw new ClipException(
                $"The clip '{name}' can't be read: ffmpeg did not answer within {Patience.TotalSeconds} s.", failure);
        }
    }

    /// <summary>
    /// Reads a clip to its end for its cuts. What the file states may be wrong, so its frames are counted.
    /// </summary>
    /// <param name="reader">The clip, at its first frame.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="see">Receives every frame.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ClipException">It is longer than the limits allow, or can't be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public ClipSurvey Survey(ClipReader reader, string name, Action<Picture> see, CancellationToken cancellation)
    {
        // A time that is not a whole number of frames is rounded up.
        double most = Math.Min(Limits.MaxClipFrames, Math.Ceiling(Limits.MaxClipSeconds * reader.Rate.PerSecond) + 1);
        return ClipSurvey.Read(
            new SeenFrames(reader, frame =>
            {
                if (reader.FramesRead > most)
                {
                    throw new ClipException(
                        $"The clip '{name}' has more than {most} frames, which is the limit: {Hint}");
                }

                see(frame);
            }),
            cancellation: cancellation);
    }

    private void RequireSize(ClipInfo info, string name)
    {
        if (info.Size.Pixels > Limits.MaxClipPixels)
            throw Beyond(name, $"has frames of {info.Size} pixels", Limits.MaxClipPixels, "make it smaller.");
    }

    private void Require(ClipInfo info, string name, RunClip wanted)
    {
        RequireSize(info, name);
        double? end = wanted.To is { } to && !(to > info.Duration?.TotalSeconds) ? to : info.Duration?.TotalSeconds;
        if (end - (wanted.From ?? 0) is { } seconds && seconds > Limits.MaxClipSeconds)
            throw Beyond(name, $"lasts {seconds:0.#} s", Limits.MaxClipSeconds, Hint);
    }

    private static StudioProblem Beyond(string name, FormattableString what, double limit, string hint) =>
        StudioProblem.Wrong(string.Create(
            CultureInfo.InvariantCulture,
            $"The clip '{name}' {what.ToString(CultureInfo.InvariantCulture)}, and the limit is {limit}: {hint}"));
}
