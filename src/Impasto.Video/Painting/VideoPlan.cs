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

    /// <summary>Bytes of the kept state, and of temporary files.</summary>
    public required long DiskBytes { get; init; }

    /// <summary>Multiplications of all frames.</summary>
    public double Multiplications => (Shots * First.Multiplications) + ((Frames - Shots) * Next.Multiplications);

    /// <summary>An estimate of the seconds of all frames.</summary>
    /// <param name="speed">Multiplications a second, as <see cref="Stylizer.MeasureSpeed"/> gives them.</param>
    public double Seconds(double speed) =>
        (Multiplications / speed) + ((Frames - Shots) * FlowSeconds * FlowPixels);

    /// <summary>Pixels of a frame at which motion is looked for.</summary>
    internal long FlowPixels { get; init; }

    // A thread of 2026; measured at 512 x 384: see bench/results/flow.md.
    private const double FlowSeconds = 1.5e-6;
}
