using Impasto.Imaging;
using Impasto.Video.Frames;

namespace Impasto.Bench.Video;

/// <summary>Keeps the frames of a result in memory.</summary>
internal sealed class KeptFrames : IFrameWriter
{
    public List<Picture> Pictures { get; } = [];

    public void Write(Picture frame, CancellationToken cancellation = default) => Pictures.Add(frame);

    public void Finish(CancellationToken cancellation = default)
    {
    }

    public void Dispose()
    {
    }
}
