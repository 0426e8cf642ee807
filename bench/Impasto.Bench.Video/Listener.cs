using Impasto.Video.Painting;

namespace Impasto.Bench.Video;

/// <summary>Gives every report to a function, on the thread that paints.</summary>
internal sealed class Listener(Action<VideoProgress> receive) : IProgress<VideoProgress>
{
    public void Report(VideoProgress value) => receive(value);
}
