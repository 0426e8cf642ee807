namespace Impasto;

/// <summary>
/// A failure that the user can understand and fix: one clear sentence that says what was expected, what was found and
/// where.
/// </summary>
public class ImpastoException : Exception
{
    /// <summary>
    /// Creates an exception without a message of its own; prefer a constructor that says what happened.
    /// </summary>
    public ImpastoException()
    {
    }

    /// <summary>Creates an exception with its message.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    public ImpastoException(string message)
        : base(FailureText.Sentence(message))
    {
    }

    /// <summary>Creates an exception with its message and its cause.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    /// <param name="innerException">The cause, shown only on request.</param>
    public ImpastoException(string message, Exception innerException)
        : base(FailureText.Sentence(message), innerException)
    {
    }
}
