namespace Impasto;

/// <summary>A picture, a mask or a picture file can't be read, written or used.</summary>
public sealed class PictureException : ImpastoException
{
    /// <summary>Creates an exception without a message of its own; prefer a constructor that says what happened.</summary>
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
}
