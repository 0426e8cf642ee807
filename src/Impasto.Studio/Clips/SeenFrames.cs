using Impasto.Imaging;
using Impasto.Video.Frames;

namespace Impasto.Studio.Clips;

/// <summary>Frames of a clip, which somebody else sees as well while they are read.</summary>
/// <param name="reader">The clip; not disposed of.</param>
/// <param name="see">Receives every frame before it is given.</param>
internal sealed class SeenFrames(IFrameReader reader, Action<Picture> see) : IFrameReader
{
    public FrameRate Rate => reader.Rate;

    public int? Count => reader.Count;

    public Picture? Read(CancellationToken cancellation = default)
    {
        Picture? frame = reader.Read(cancellation);
        if (frame is not null)
            see(frame);
        return frame;
    }

    public void Dispose()
    {
    }
}
