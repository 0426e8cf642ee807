using Impasto.Imaging;

namespace Impasto.Video.Painting;

/// <summary>A shot's state as it was kept.</summary>
/// <param name="Next">Number of the frame that comes next.</param>
/// <param name="MemoryLimit">The limit by which runs were planned.</param>
/// <param name="FrameHash">Identity of the latest frame.</param>
/// <param name="Number">Number of the shot.</param>
/// <param name="First">Number of its first frame.</param>
/// <param name="Loss">The loss that its first frame ended with.</param>
/// <param name="Held">The texts of what its frames share, at full and at half size.</param>
/// <param name="Results">Its latest results, the newest first, with the numbers of their frames.</param>
/// <param name="Painted">The pixels as they were painted last.</param>
internal sealed record KeptShot(
    int Next,
    long MemoryLimit,
    string FrameHash,
    int Number,
    int First,
    double Loss,
    (string Full, string Coarse) Held,
    IReadOnlyList<(int Number, Picture Result)> Results,
    PaintedPixels Painted);
