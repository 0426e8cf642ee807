using Impasto.Imaging;
using Impasto.Video.Frames;

namespace Impasto.Video.Tests.Painting;

/// <summary>Frames in memory, to read and to write.</summary>
internal sealed class ClipOfPictures(IReadOnlyList<Picture> frames) : IFrameReader
{
    private int _next;

    public FrameRate Rate => new(25);

    public int? Count => frames.Count;

    public Picture? Read(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return _next < frames.Count ? frames[_next++] : null;
    }

    public void Dispose()
    {
    }

    /// <summary>Takes frames; throws instead of taking more than some number of them.</summary>
    internal sealed class Target(int failsAfter = int.MaxValue) : IFrameWriter
    {
        public List<Picture> Frames { get; } = [];

        public void Write(Picture frame, CancellationToken cancellation = default)
        {
            if (Frames.Count == failsAfter)
                throw new FileException("The disk is full.");
            Frames.Add(frame);
        }

        public void Finish(CancellationToken cancellation = default)
        {
        }

        public void Dispose()
        {
        }
    }
}
