namespace Impasto.Video.Frames;

/// <summary>A clip can't be read or written, or ffmpeg is missing, too old, or without a part that is needed.</summary>
public sealed class ClipException : ImpastoException
{
    /// <summary>
    /// Creates an exception without a message of its own; prefer a constructor that says what happened.
    /// </summary>
    public ClipException()
    {
    }

    /// <summary>Creates an exception with its message.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    public ClipException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its message and its cause.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    /// <param name="innerException">The cause, shown only on request.</param>
    public ClipException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The clip; null if the failure is not about one.</summary>
    public string? Path { get; init; }

    internal static ClipException Unreadable(string path, string why, Exception? failure = null) =>
        new($"The clip '{path}' can't be read: {why}.", failure!) { Path = path };

    internal static ClipException Unwritable(string path, string why, Exception? failure = null) =>
        new($"The clip '{path}' can't be written: {why}.", failure!) { Path = path };
}
