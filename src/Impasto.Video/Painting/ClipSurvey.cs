using Impasto.Imaging;
using Impasto.Video.Frames;
using Impasto.Video.Shots;

namespace Impasto.Video.Painting;

/// <summary>What is known of a clip after it was read once.</summary>
/// <param name="Frames">Number of frames, at least 1.</param>
/// <param name="Size">Their size.</param>
/// <param name="Shots">Its shots, which cover all frames.</param>
public sealed record ClipSurvey(int Frames, PictureSize Size, IReadOnlyList<Shot> Shots)
{
    /// <summary>Reads a clip to its end.</summary>
    /// <param name="reader">The clip, at its first frame.</param>
    /// <param name="options">How cuts are found; null takes the defaults.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ClipException">The clip has no frames, or can't be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static ClipSurvey Read(
        IFrameReader reader, ShotOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var detector = new ShotDetector(options);
        PictureSize size = default;
        while (reader.Read(cancellation) is { } frame)
        {
            if (detector.Count == 0)
                size = frame.Size;
            detector.Add(frame);
        }

        return detector.Count > 0
            ? new ClipSurvey(detector.Count, size, detector.Shots())
            : throw new ClipException("The clip has no frames.");
    }
}
