using Impasto.Imaging;

namespace Impasto.Video.Frames;

/// <summary>Takes the frames of a clip, one after the other. Without <see cref="Finish"/> there is no clip.</summary>
public interface IFrameWriter : IDisposable
{
    /// <summary>Writes the next frame.</summary>
    /// <param name="frame">The frame; all have the size of the first one.</param>
    /// <param name="cancellation">Ends the writing; the writer can't be used afterwards.</param>
    /// <exception cref="ImpastoException">The frame can't be written.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    void Write(Picture frame, CancellationToken cancellation = default);

    /// <summary>Completes the clip with the frames so far.</summary>
    /// <param name="cancellation">Ends the writing; there is no clip then.</param>
    /// <exception cref="ImpastoException">The clip can't be written.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    void Finish(CancellationToken cancellation = default);
}
