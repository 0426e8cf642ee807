using Impasto.Imaging;
using Impasto.Video.Frames;

namespace Impasto.Video.Painting;

/// <summary>A reader that remembers where it is.</summary>
/// <param name="reader">The reader, at its first frame; disposed of with this one.</param>
internal sealed class ReaderAt(IFrameReader reader) : IFrameReader
{
    private int _next;

    /// <inheritdoc/>
    public FrameRate Rate => reader.Rate;

    /// <inheritdoc/>
    public int? Count => reader.Count;

    /// <inheritdoc/>
    public Picture? Read(CancellationToken cancellation = default)
    {
        Picture? frame = reader.Read(cancellation);
        _next += frame is null ? 0 : 1;
        return frame;
    }

    /// <summary>Reads on up to a frame, which comes next; at the end of the clip there it stays.</summary>
    /// <param name="number">The frame's number, not before the next one.</param>
    /// <param name="cancellation">Ends it.</param>
    public void SkipTo(int number, CancellationToken cancellation)
    {
        while (_next < number && Read(cancellation) is not null)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();
}
