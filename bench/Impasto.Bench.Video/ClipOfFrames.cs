using Impasto.Imaging;
using Impasto.Video.Frames;

namespace Impasto.Bench.Video;

/// <summary>A clip of frames in memory.</summary>
internal sealed class ClipOfFrames(IReadOnlyList<Picture> frames) : IFrameReader
{
    private int _next;

    public FrameRate Rate => new(25);

    public int? Count => frames.Count;

    public Picture? Read(CancellationToken cancellation = default) => _next < frames.Count ? frames[_next++] : null;

    public void Dispose()
    {
    }
}
