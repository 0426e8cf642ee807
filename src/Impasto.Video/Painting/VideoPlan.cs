using Impasto.Imaging;

namespace Impasto.Video.Painting;

/// <summary>What a clip will take, found out before it begins.</summary>
/// <param name="Frames">Number of frames.</param>
/// <param name="Shots">Number of shots; each begins with a whole picture.</param>
/// <param name="Size">Size of the frames that are painted.</param>
/// <param name="First">The plan of a shot's first frame.</param>
/// <param name="Next">The plan of every other frame.</param>
public sealed record VideoPlan(int Frames, int Shots, PictureSize Size, StylizePlan First, StylizePlan Next)
{
    /// <summary>Bytes that it takes at most, whatever the clip's length, above what the process has already.</summary>
    public required long Bytes { get; init; }

    /// <summary>
    /// Bytes of the kept state, and of temporary files. With several jobs, frames that wait for those before them are
    /// among them, up to a limit; with several passes, the frames of the longest shot.
    /// </summary>
    public required long DiskBytes { get; init; }

    /// <summary>
    /// Shots that are painted side by side: fewer than asked for if threads or memory do not suffice.
    /// </summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Multiplications of all frames.</summary>
    public double Multiplications =>
        (Shots * First.Multiplications) + (Passes * (double)(Frames - Shots) * Next.Multiplications);

    /// <summary>An estimate of the seconds of all frames.</summary>
    /// <param name="speed">Multiplications a second, as <see cref="Stylizer.MeasureSpeed"/> gives them.</param>
    public double Seconds(double speed) =>
        (Multiplications / speed) + (Passes * (Frames - Shots) * FlowSeconds * FlowPixels);

    /// <summary>How often each shot is painted.</summary>
    internal int Passes { get; init; } = 1;

    /// <summary>Frames that may wait for those before them.</summary>
    internal int Lead { get; init; }

    /// <summary>Pixels of a frame at which motion is looked for.</summary>
    internal long FlowPixels { get; init; }

    // A thread of 2026; measured at 512 x 384: see bench/results/flow.md.
    private const double FlowSeconds = 1.5e-6;
}
