namespace Impasto;

/// <summary>A failure that the user can understand and mend: one clear sentence that says what was expected, what came and where.</summary>
public sealed class ImpastoException : Exception
{
    /// <summary>Makes a failure without a message of its own; prefer one that says what happened.</summary>
    public ImpastoException()
    {
    }

    /// <summary>Makes a failure with its sentence.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    public ImpastoException(string message)
        : base(message)
    {
    }

    /// <summary>Makes a failure with its sentence and what caused it.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    /// <param name="innerException">The cause, shown only on request.</param>
    public ImpastoException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
