namespace Impasto;

/// <summary>A picture, a mask or a picture file can't be read, written or used.</summary>
public sealed class PictureException : ImpastoException
{
    /// <summary>
    /// Creates an exception without a message of its own; prefer a constructor that says what happened.
    /// </summary>
    public PictureException()
    {
    }

    /// <summary>Creates an exception with its message.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    public PictureException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its message and its cause.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    /// <param name="innerException">The cause, shown only on request.</param>
    public PictureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// The picture as the message calls it: a path, an address, or the caller's name for it; null if unknown.
    /// </summary>
    public string? PictureName { get; init; }

    /// <summary>The limit that a picture exceeds, in pixels (width x height); null for every other failure.</summary>
    public long? PixelLimit { get; init; }

    /// <summary>
    /// The option that would make a picture large enough for the network's layers: size or style-size; null for every
    /// other failure.
    /// </summary>
    public string? SizeOption { get; init; }

    /// <summary>The least value of <see cref="SizeOption"/>, in pixels.</summary>
    public int LeastSize { get; init; }
}
