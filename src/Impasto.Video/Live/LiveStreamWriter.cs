using Impasto.Imaging;
using Impasto.Video.Frames;

namespace Impasto.Video.Live;

/// <summary>
/// Writes PPM pictures into a stream, which ffmpeg and ffplay read with <c>-f ppm_pipe</c>.
/// </summary>
/// <remarks>Odd sides get one row or column more, a copy of the last: most codecs need even ones.</remarks>
/// <param name="stream">The stream; disposed with this.</param>
/// <param name="name">What messages call it, such as Standard output.</param>
public sealed class LiveStreamWriter(Stream stream, string name) : IFrameWriter
{
    /// <inheritdoc/>
    /// <exception cref="ClipException">The stream can't be written, or nobody reads it any more.</exception>
    public void Write(Picture frame, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        cancellation.ThrowIfCancellationRequested();
        Try(() => PpmStream.Write(stream, frame, isDeep: false, isEven: true));
    }

    /// <inheritdoc/>
    /// <exception cref="ClipException">The stream can't be written, or nobody reads it any more.</exception>
    public void Finish(CancellationToken cancellation = default) => Try(stream.Flush);

    /// <summary>Closes the stream.</summary>
    public void Dispose()
    {
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // What could not be written was reported before.
        }
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException failure)
        {
            throw new ClipException($"{name} can't be written: {failure.Reason()}.", failure);
        }
    }
}
