namespace Impasto;

/// <summary>A file can't be written: it exists, its folder is missing or closed, or the disk is full.</summary>
public sealed class FileException : ImpastoException
{
    /// <summary>
    /// Creates an exception without a message of its own; prefer a constructor that says what happened.
    /// </summary>
    public FileException()
    {
    }

    /// <summary>Creates an exception with its message.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    public FileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its message and its cause.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    /// <param name="innerException">The cause, shown only on request.</param>
    public FileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The file that can't be written; null if unknown.</summary>
    public string? Path { get; init; }

    /// <summary>Whether the reason is that the file exists and may not be replaced.</summary>
    public bool AlreadyExists { get; init; }
}
