using Impasto.Imaging;

namespace Impasto.Video.Frames;

/// <summary>Gives the frames of a clip, one after the other.</summary>
public interface IFrameReader : IDisposable
{
    /// <summary>Frames per second.</summary>
    FrameRate Rate { get; }

    /// <summary>Number of frames if it is known before they are read; an estimate for clips.</summary>
    int? Count { get; }

    /// <summary>Reads the next frame.</summary>
    /// <param name="cancellation">Ends the reading; the reader can't be used afterwards.</param>
    /// <returns>The frame; null after the last one.</returns>
    /// <exception cref="ImpastoException">The frame can't be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    Picture? Read(CancellationToken cancellation = default);
}
