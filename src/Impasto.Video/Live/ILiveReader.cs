namespace Impasto.Video.Live;

/// <summary>Gives pictures as they come, to somebody who may be slower than they are.</summary>
public interface ILiveReader : IDisposable
{
    /// <summary>Pictures that came and were not given, because newer ones came before they were wanted.</summary>
    int Dropped { get; }

    /// <summary>Waits for a picture.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The newest picture, or the next one of a reader that drops none; null if no more will come.</returns>
    /// <exception cref="PictureException">
    /// One picture can't be read; the next call continues after it.
    /// </exception>
    /// <exception cref="Impasto.Video.Frames.ClipException">The source can't be read any further.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    LivePicture? Read(CancellationToken cancellation = default);
}
