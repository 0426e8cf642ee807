namespace Impasto.Studio.Runs;

/// <summary>A file of a run. There are only these: no name that came from outside ever becomes one.</summary>
internal readonly record struct BlobName
{
    private BlobName(string text) => Text = text;

    public string Text { get; }

    /// <summary>The photograph as it came.</summary>
    public static BlobName Content { get; } = new("content");

    /// <summary>The photograph to be shown.</summary>
    public static BlobName ContentView { get; } = new("content-view.jpg");

    /// <summary>The picture to start from.</summary>
    public static BlobName Start { get; } = new("start");

    /// <summary>The newest frame.</summary>
    public static BlobName Frame { get; } = new("frame.jpg");

    public static BlobName Style(int index) => new($"style-{index}");

    public static BlobName StyleView(int index) => new($"style-{index}-view.jpg");

    public static BlobName Region(int index) => new($"region-{index}");

    /// <param name="format">png, jpg or tif.</param>
    public static BlobName Result(string format) => format is "png" or "jpg" or "tif"
        ? new($"result.{format}")
        : throw new ArgumentOutOfRangeException(nameof(format), format, "Expected png, jpg or tif.");
}
