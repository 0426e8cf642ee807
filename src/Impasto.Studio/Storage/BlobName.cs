namespace Impasto.Studio.Storage;

/// <summary>
/// The name of one of a run's files. Only these exist, so that no name from a request ever becomes a file name.
/// </summary>
internal readonly record struct BlobName
{
    private BlobName(string text) => Text = text;

    public string Text { get; }

    /// <summary>The photograph as it was uploaded.</summary>
    public static BlobName Content { get; } = new("content");

    /// <summary>The photograph as the page shows it.</summary>
    public static BlobName ContentView { get; } = new("content-view.jpg");

    /// <summary>The clip as the page plays it.</summary>
    public static BlobName ContentClip(ResultFormat format) => new($"content-view.{format.Name}");

    /// <summary>The picture to start from.</summary>
    public static BlobName Start { get; } = new("start");

    /// <summary>The picture at the checkpoint to start from.</summary>
    public static BlobName SoFar { get; } = new("so-far");

    /// <summary>The newest frame.</summary>
    public static BlobName Frame { get; } = new("frame.jpg");

    /// <summary>The result as cards of the gallery show it.</summary>
    public static BlobName Thumbnail { get; } = new("thumbnail.jpg");

    /// <summary>A painting as it was uploaded.</summary>
    /// <param name="index">Its index, from 0.</param>
    public static BlobName Style(int index) => new($"style-{index}");

    /// <summary>A painting as the page shows it.</summary>
    /// <param name="index">Its index, from 0.</param>
    public static BlobName StyleView(int index) => new($"style-{index}-view.jpg");

    /// <summary>The mask of a region.</summary>
    /// <param name="index">Its index, from 0.</param>
    public static BlobName Region(int index) => new($"region-{index}");

    /// <summary>The result in one format.</summary>
    public static BlobName Result(ResultFormat format) => new($"result.{format.Name}");
}
