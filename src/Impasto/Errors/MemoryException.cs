namespace Impasto;

/// <summary>There is too little memory, or too little room for temporary files, for what was asked.</summary>
public sealed class MemoryException : ImpastoException
{
    /// <summary>
    /// Creates an exception without a message of its own; prefer a constructor that says what happened.
    /// </summary>
    public MemoryException()
    {
    }

    /// <summary>Creates an exception with its message.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    public MemoryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its message and its cause.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    /// <param name="innerException">The cause, shown only on request.</param>
    public MemoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
