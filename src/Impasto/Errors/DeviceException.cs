namespace Impasto;

/// <summary>A device can't be used, or failed.</summary>
public sealed class DeviceException : ImpastoException
{
    /// <summary>
    /// Creates an exception without a message of its own; prefer a constructor that says what happened.
    /// </summary>
    public DeviceException()
    {
    }

    /// <summary>Creates an exception with its message.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    public DeviceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its message and its cause.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    /// <param name="innerException">The cause, shown only on request.</param>
    public DeviceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// The missing device: cuda:0, mps, or torch if libtorch itself is missing; null for other problems.
    /// </summary>
    public string? Device { get; init; }
}
